import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { assertNotOwnAccount, isStaff, may, PERMISSIONS } from "./permissions";

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

  it("nobody changes the credits of their own account", async () => {
    const admin = await makeUser(db(), "admin");
    expect(() => assertNotOwnAccount(admin, admin.accountId)).toThrow(/own account/);
    expect(() => assertNotOwnAccount(admin, "another")).not.toThrow();
  });
});
