import { expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { setRole } from "@/lib/access/roles";
import { findUserByEmail } from "@/lib/access/users";
import { newId } from "@/lib/shared/ids";
import { upsertCustomer } from "./customers";
import { checkReturnUrl, createPortalToken } from "./portal";

const db = useTestDatabase();
const SHOP = "https://shop.example";

it("the way back is a page of an allowed site, never what only has the site's origin", () => {
  expect(checkReturnUrl(`${SHOP}/account`, [SHOP])).toBe(`${SHOP}/account`);
  for (const url of [`blob:${SHOP}/account`, "https://shop.example.evil.test/", "javascript:1"]) {
    expect(() => checkReturnUrl(url, [SHOP])).toThrow(/PORTAL_RETURN_ORIGINS/);
  }
});

it("no link is made for staff: a key that sells credits must not open the back office", async () => {
  const { database } = db();
  const customer = await upsertCustomer(database.read, newId(), {});
  await createPortalToken(database, customer);
  const user = await findUserByEmail(database.read, `${customer.id}@customers.invalid`);
  await setRole(database, user?.id ?? "nobody", "support", "cli");
  await expect(createPortalToken(database, customer)).rejects.toMatchObject({ code: "forbidden" });
});
