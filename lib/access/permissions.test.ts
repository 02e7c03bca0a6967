import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { assertNotOneself, assertNotOwnAccount, isStaff, may, PERMISSIONS } from "./permissions";
import { assertMayRefund } from "./refund-limit";

const db = useTestDatabase();

describe("permissions", () => {
  it("a buyer has none", () => {
    for (const permission of Object.keys(PERMISSIONS)) {
      expect(may({ role: "buyer" }, permission as keyof typeof PERMISSIONS)).toBe(false);
    }
    expect(isStaff({ role: "buyer" })).toBe(false);
  });

  it("an admin has all, and only admins manage people and settings", () => {
    for (const permission of Object.keys(PERMISSIONS)) {
      expect(may({ role: "admin" }, permission as keyof typeof PERMISSIONS)).toBe(true);
    }
    for (const role of ["support", "finance"] as const) {
      expect(may({ role }, "users.manage")).toBe(false);
      expect(may({ role }, "settings.edit")).toBe(false);
    }
  });

  it("support refunds up to the limit, finance any amount, a buyer nothing", async () => {
    const { read } = db().database;
    const support = await makeUser(db(), "support");
    await assertMayRefund(read, support, 10_000);
    await expect(assertMayRefund(read, support, 10_001)).rejects.toMatchObject({
      code: "forbidden",
    });
    await assertMayRefund(read, await makeUser(db(), "finance"), 1_000_000);
    await expect(assertMayRefund(read, await makeUser(db()), 1)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("nobody changes the credits of their own account", async () => {
    const admin = await makeUser(db(), "admin");
    expect(() => assertNotOwnAccount(admin, admin.accountId)).toThrow(/own account/);
    expect(() => assertNotOneself(admin, admin.id)).toThrow(/own account/);
    expect(() => assertNotOwnAccount(admin, "another")).not.toThrow();
  });
});
