import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { describe, expect, it } from "vitest";
import { oneTimeTokens } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { writeSetting } from "@/lib/settings/settings";
import { newId } from "@/lib/shared/ids";
import { offerWork, redeemWork } from "./proof-of-work";

const db = useTestDatabase();
const forbidden = { code: "forbidden" };
const redeem = (text: string) => redeemWork(db().database, text);

/** Does the work as a browser does it. */
async function solve() {
  const challenge = await offerWork(db().database);
  if (!challenge) throw new Error("no work is asked for");
  const solution = await solveChallenge({ challenge, deriveKey });
  if (!solution) throw new Error("the work can't be done");
  return { challenge, solution };
}

describe("the proof of work at sign-up", () => {
  it("is taken once, however often it is sent", async () => {
    const text = JSON.stringify(await solve());
    const sent = await Promise.allSettled(Array.from({ length: 5 }, () => redeem(text)));
    expect(sent.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(redeem(text)).rejects.toMatchObject(forbidden);
  });

  it("can't be left out, guessed, made easier or kept for later", async () => {
    const { challenge, solution } = await solve();
    const { parameters } = challenge;
    const forged = [
      {},
      { challenge },
      { challenge, solution: { ...solution, derivedKey: "00".repeat(32) } },
      { challenge: { ...challenge, signature: undefined }, solution },
      { challenge: { ...challenge, parameters: { ...parameters, cost: 1 } }, solution },
      { challenge: { ...challenge, parameters: { ...parameters, keyPrefix: "00" } }, solution },
      { challenge: { ...challenge, parameters: { ...parameters, expiresAt: 4e9 } }, solution },
      { challenge: { ...challenge, parameters: { ...parameters, expiresAt: 1 } }, solution },
      { challenge: { ...challenge, signature: challenge.signature?.toUpperCase() }, solution },
    ];
    for (const text of ["", "null", "{", ...forged.map((one) => JSON.stringify(one))]) {
      await expect(redeem(text)).rejects.toMatchObject(forbidden);
    }
    await redeem(JSON.stringify({ challenge, solution }));
  });

  it("fills no table before it is done", async () => {
    const before = await db().database.read.$count(oneTimeTokens);
    await Promise.all(Array.from({ length: 20 }, () => offerWork(db().database)));
    expect(await db().database.read.$count(oneTimeTokens)).toBe(before);
  });

  it("isn't asked for when the setting is off", async () => {
    await writeSetting(db().database, "sign_up_proof_of_work", false, newId());
    expect(await offerWork(db().database)).toBeUndefined();
    await redeem("");
  });
});
