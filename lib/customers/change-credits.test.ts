import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { readAccount } from "@/lib/ledger/read-account";
import { listEntries } from "@/lib/ledger/read-entries";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { decideChange, listWaitingChanges, requestChange } from "./change-credits";

const LIMIT = wholeCredits(1_000);

describe("a change by an admin", () => {
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
      await expect(requestChange(db().database, { ...grant, accountId }, LIMIT)).rejects.toThrow();
    }
    expect(await balance(admin.accountId)).toBe(0n);
  });

  it("up to the limit is applied at once, and once however often the form is sent", async () => {
    const grant = aGrant(1_000);
    const sent = await Promise.all(
      Array.from({ length: 5 }, () => requestChange(db().database, grant, LIMIT)),
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
      const sentAgain = requestChange(db().database, { ...grant, ...other }, LIMIT);
      await expect(sentAgain).rejects.toMatchObject({ code: "conflict" });
    }
  });

  it("above the limit moves nothing until another admin confirms it", async () => {
    const grant = aGrant(1_001);
    expect(await requestChange(db().database, grant, LIMIT)).toMatchObject({ status: "waiting" });
    expect(await balance(grant.accountId)).toBe(0n);
    const waiting = await listWaitingChanges(db().database.read);
    expect(waiting.map(({ id }) => id)).toContain(grant.id);
    const own = { id: grant.id, approve: true, admin: grant.admin };
    await expect(decideChange(db().database, own)).rejects.toMatchObject({ code: "forbidden" });
    const decide = () => decideChange(db().database, { ...own, admin: newId() });
    const decided = await Promise.allSettled([decide(), decide(), decide()]);
    expect(decided.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await balance(grant.accountId)).toBe(wholeCredits(1_001));
  });

  it("that is rejected moves nothing, and can't be confirmed afterwards", async () => {
    const grant = aGrant(5_000);
    await requestChange(db().database, grant, LIMIT);
    await decideChange(db().database, { id: grant.id, approve: false, admin: grant.admin });
    await expect(
      decideChange(db().database, { id: grant.id, approve: true, admin: newId() }),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(await balance(grant.accountId)).toBe(0n);
  });

  it("removes credits as an adjustment, may leave debt, and needs a second admin above the limit", async () => {
    const grant = aGrant(100);
    await requestChange(db().database, grant, LIMIT);
    const removal = { ...aGrant(-150), accountId: grant.accountId };
    const sent = await Promise.all(
      Array.from({ length: 3 }, () => requestChange(db().database, removal, LIMIT)),
    );
    expect(sent.map(({ status }) => status)).toEqual(Array(3).fill("applied"));
    expect(await balance(grant.accountId)).toBe(wholeCredits(-50));
    const [entry] = await listEntries(db().database.read, { accountId: grant.accountId, limit: 1 });
    expect(entry).toMatchObject({ kind: "adjustment", actor: removal.admin, reason: "Goodwill" });
    const large = { ...aGrant(-1_001), accountId: grant.accountId };
    expect(await requestChange(db().database, large, LIMIT)).toMatchObject({ status: "waiting" });
    expect(await balance(grant.accountId)).toBe(wholeCredits(-50));
    await decideChange(db().database, { id: large.id, approve: true, admin: newId() });
    expect(await balance(grant.accountId)).toBe(wholeCredits(-1_051));
  });

  it("needs a reason", async () => {
    const grant = { ...aGrant(5), reason: "  " };
    await expect(requestChange(db().database, grant, LIMIT)).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});
