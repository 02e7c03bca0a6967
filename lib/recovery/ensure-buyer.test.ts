import { expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { newId } from "@/lib/shared/ids";
import { ensureBuyer } from "./ensure-buyer";

const db = useTestDatabase();
const find = (buyer: { accountId: string; email?: string }) => ensureBuyer(db().database, buyer);

it("the buyer of a recovered payment is the account's user, or who verified the address", async () => {
  const user = await makeUser(db());
  expect(await find({ accountId: user.accountId })).toEqual({ userId: user.id, made: false });
  const byAddress = { accountId: newId(), email: user.email.toUpperCase() };
  expect(await find(byAddress)).toEqual({ userId: user.id, made: false });
});

it("nobody gets a lost purchase by signing up with the buyer's address unverified", async () => {
  const stranger = await makeUser(db(), "buyer", { emailVerified: false });
  await expect(find({ accountId: newId(), email: stranger.email })).rejects.toMatchObject({
    code: "conflict",
  });
});

it("a buyer whom the backup lacks is made anew, with an address that counts as unverified", async () => {
  const email = `${newId()}@example.com`;
  const made = await find({ accountId: newId(), email });
  expect(made.made).toBe(true);
  await expect(find({ accountId: newId(), email })).rejects.toMatchObject({ code: "conflict" });
  await expect(find({ accountId: newId() })).rejects.toMatchObject({ code: "not_found" });
});
