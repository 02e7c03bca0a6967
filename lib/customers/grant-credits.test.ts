import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { readAccount } from "@/lib/ledger/read-account";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { decideGrant, listWaitingGrants, requestGrant } from "./grant-credits";

const LIMIT = wholeCredits(1_000);

describe("a grant by an admin", () => {
  const db = useTestDatabase();
  const balance = async (id: string) => (await readAccount(db().database.read, id)).balance;
  const aGrant = (credits: number) => ({
    ...{ id: newId(), accountId: newId(), admin: newId(), reason: "Goodwill" },
    ...{ credits: wholeCredits(credits), expiresAt: undefined },
  });

  it("never reaches the admin's own account, however its id is written", async () => {
    const admin = await makeUser(db(), "finance");
    const grant = { ...aGrant(10), admin: admin.id };
    for (const accountId of [admin.accountId, admin.accountId.toUpperCase()]) {
      await expect(requestGrant(db().database, { ...grant, accountId }, LIMIT)).rejects.toThrow();
    }
    expect(await balance(admin.accountId)).toBe(0n);
  });

  it("up to the limit is applied at once, and once however often the form is sent", async () => {
    const grant = aGrant(1_000);
    const sent = await Promise.all(
      Array.from({ length: 5 }, () => requestGrant(db().database, grant, LIMIT)),
    );
    expect(sent.map(({ status }) => status)).toEqual(Array(5).fill("applied"));
    expect(await balance(grant.accountId)).toBe(wholeCredits(1_000));
    const others = [
      { credits: wholeCredits(5) },
      { expiresAt: new Date(Date.now() + 86_400_000) },
      { reason: "Another reason" },
      { accountId: newId() },
    ];
    for (const other of others) {
      const sentAgain = requestGrant(db().database, { ...grant, ...other }, LIMIT);
      await expect(sentAgain).rejects.toMatchObject({ code: "conflict" });
    }
  });

  it("above the limit moves nothing until another admin confirms it", async () => {
    const grant = aGrant(1_001);
    expect(await requestGrant(db().database, grant, LIMIT)).toMatchObject({ status: "waiting" });
    expect(await balance(grant.accountId)).toBe(0n);
    const waiting = await listWaitingGrants(db().database.read);
    expect(waiting.map(({ id }) => id)).toContain(grant.id);
    const own = { id: grant.id, approve: true, admin: grant.admin };
    await expect(decideGrant(db().database, own)).rejects.toMatchObject({ code: "forbidden" });
    const decide = () => decideGrant(db().database, { ...own, admin: newId() });
    const decided = await Promise.allSettled([decide(), decide(), decide()]);
    expect(decided.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await balance(grant.accountId)).toBe(wholeCredits(1_001));
  });

  it("that is rejected moves nothing, and can't be confirmed afterwards", async () => {
    const grant = aGrant(5_000);
    await requestGrant(db().database, grant, LIMIT);
    await decideGrant(db().database, { id: grant.id, approve: false, admin: grant.admin });
    await expect(
      decideGrant(db().database, { id: grant.id, approve: true, admin: newId() }),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(await balance(grant.accountId)).toBe(0n);
  });

  it("needs a reason", async () => {
    const grant = { ...aGrant(5), reason: "  " };
    await expect(requestGrant(db().database, grant, LIMIT)).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});
