import { sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { readMail } from "@/dev/test/kits/access/mail";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { beginSession } from "./begin-session";
import { completeSecondFactor } from "./complete-second-factor";
import { newDeviceToken } from "./known-devices";
import { seal, unseal } from "./seal";
import { findSession } from "./sessions";
import { beginTotp, confirmTotp, hasTotp, redeemSecondFactor, removeTotp } from "./totp";
import type { User } from "./users";

const db = useTestDatabase();
const origin = { ip: undefined, userAgent: undefined };

/** The code that an authenticator app shows, so many half minutes from now. */
function codeOf(secret: string, steps = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return totp.generate({ timestamp: Date.now() + steps * 30_000 });
}

async function makeUserWithTotp() {
  const user = await makeUser(db());
  const { secret } = await beginTotp(db().database, user);
  const recovery = await confirmTotp(db().database, user, codeOf(secret, -1));
  return { user, secret, recovery };
}

function beginAs(user: User, method = "password") {
  return beginSession(db().database, { userId: user.id, method, origin, device: newDeviceToken() });
}

describe("two-step sign-in", () => {
  it("is asked for only after a first right code", async () => {
    const user = await makeUser(db());
    const { secret, uri } = await beginTotp(db().database, user);
    expect(uri).toContain(encodeURIComponent("Ops-Center Credits"));
    await expect(confirmTotp(db().database, user, "000000")).rejects.toMatchObject({
      code: "invalid_input",
    });
    expect(await hasTotp(db().database.read, user.id)).toBe(false);
    await confirmTotp(db().database, user, codeOf(secret));
    expect(await hasTotp(db().database.read, user.id)).toBe(true);
    expect((await readMail(db(), user.email))[0]?.subject).toBe("Two-step sign-in is on");
  });

  it("keeps the secret sealed, and recovery codes as hashes", async () => {
    const { secret, recovery } = await makeUserWithTotp();
    const [dump] = await db().database.read.execute<{ text: string }>(
      sql`select (select string_agg(t::text, ' ') from totp_factors t)
        || (select string_agg(r::text, ' ') from recovery_codes r)
        || (select string_agg(a::text, ' ') from audit_log a) as text`,
    );
    for (const plain of [secret, ...recovery]) expect(dump?.text).not.toContain(plain);
  });

  it("takes no code twice, also when it comes twice at once", async () => {
    const { user, secret } = await makeUserWithTotp();
    const code = codeOf(secret);
    const results = await Promise.allSettled([
      redeemSecondFactor(db().database, user.id, code),
      redeemSecondFactor(db().database, user.id, code),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("can't be guessed: after a few codes one waits", async () => {
    const { user } = await makeUserWithTotp();
    const codes: string[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      const failed = redeemSecondFactor(db().database, user.id, "123456");
      codes.push(await failed.then(() => "taken").catch(({ code }) => code));
    }
    expect(codes).toContain("rate_limited");
    expect(codes).not.toContain("taken");
  });

  it("takes each recovery code once, with or without dashes", async () => {
    const { user, recovery } = await makeUserWithTotp();
    const [first = "", second = ""] = recovery;
    await redeemSecondFactor(db().database, user.id, first);
    await expect(redeemSecondFactor(db().database, user.id, first)).rejects.toMatchObject({
      code: "invalid_input",
    });
    await redeemSecondFactor(db().database, user.id, second.replaceAll("-", "").toUpperCase());
  });

  it("isn't asked for any more once it is turned off", async () => {
    const { user } = await makeUserWithTotp();
    await removeTotp(db().database, user.id);
    const session = await findSession(db().database.read, await beginAs(user));
    expect(session?.session.awaitsSecondFactor).toBe(false);
  });
});

describe("a session that waits for its second factor", () => {
  it("is complete only after the code", async () => {
    const { user, secret } = await makeUserWithTotp();
    const { read } = db().database;
    const id = await beginAs(user);
    const found = await findSession(read, id);
    expect(found?.session.awaitsSecondFactor).toBe(true);
    if (!found) throw new Error("the session is gone");
    const given = { ...found, device: newDeviceToken() };
    await expect(
      completeSecondFactor(db().database, { ...given, code: "000000" }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await completeSecondFactor(db().database, { ...given, code: codeOf(secret) });
    expect((await findSession(read, id))?.session.awaitsSecondFactor).toBe(false);
  });

  it("doesn't exist after a passkey, which is two factors at once", async () => {
    const { user } = await makeUserWithTotp();
    const session = await findSession(db().database.read, await beginAs(user, "passkey"));
    expect(session?.session.awaitsSecondFactor).toBe(false);
  });
});

it("what is sealed opens only unchanged", () => {
  const sealed = seal("secret");
  expect(unseal(sealed)).toBe("secret");
  expect(unseal((sealed.startsWith("A") ? "B" : "A") + sealed.slice(1))).toBeUndefined();
  expect(seal("secret")).not.toBe(sealed);
});
