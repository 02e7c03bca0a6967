import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser, PASSWORD } from "@/dev/test/kits/access/signed-in";
import type { ProductError } from "@/lib/shared/errors";
import { networkOf } from "./client-address";
import { newDeviceToken, rememberDevice } from "./known-devices";
import { admitTry, LIMITS } from "./limits";
import { hashPassword, isRightPassword, MAX_WAITING } from "./password-hash";
import { signInWithPassword } from "./sign-in";

const db = useTestDatabase();
let lastIp = 0;
const freshIp = () => {
  lastIp += 1;
  return `192.0.2.${lastIp}`;
};

function signIn(
  email: string,
  password = PASSWORD,
  { ip, device }: { ip?: string; device?: string } = {},
) {
  return signInWithPassword(db().database, { email, password, ip, device });
}

/** Strangers guess until they are made to wait. */
async function guessUntilRefused(email: string): Promise<void> {
  for (;;) {
    const ip = freshIp();
    const refused = await signIn(email, "wrong password", { ip }).catch(({ code }) => code);
    if (refused === "rate_limited") return;
  }
}

describe("signing in with a password", () => {
  it("works with the right one", async () => {
    const { id, email } = await makeUser(db());
    expect((await signIn(email))?.id).toBe(id);
  });

  it("answers an unknown e-mail as a wrong password", async () => {
    const { email } = await makeUser(db());
    expect(await signIn(email, "wrong password")).toBe(await signIn("nobody@example.com"));
  });

  it("verifies a hash also where there is none, and never accepts it", async () => {
    // Same work, same time: only the result of the comparison differs.
    expect(await isRightPassword(null, "the password of nobody")).toBe(false);
    expect(await isRightPassword(undefined, "anything")).toBe(false);
  });

  it("is slowed for whoever guesses one account's password, from wherever", async () => {
    const { email } = await makeUser(db());
    await guessUntilRefused(email);
    await expect(signIn(email, PASSWORD, { ip: freshIp() })).rejects.toMatchObject({
      code: "rate_limited",
      detail: expect.stringMatching(/Try again in \d+ seconds/),
      retryAfterSeconds: expect.any(Number),
    });
  });

  it("lets the owner in from a known device while strangers guess", async () => {
    const { id, email } = await makeUser(db());
    const device = newDeviceToken();
    await rememberDevice(db().database.read, id, device);
    await guessUntilRefused(email);
    expect((await signIn(email, PASSWORD, { device }))?.id).toBe(id);
    await expect(signIn(email, PASSWORD, { device: newDeviceToken() })).rejects.toMatchObject({
      code: "rate_limited",
    });
  });

  it("isn't stopped for one account by what strangers do to another", async () => {
    const [attacked, other] = [await makeUser(db()), await makeUser(db())];
    await guessUntilRefused(attacked.email);
    expect(await signIn(other.email)).toBeDefined();
  });

  it("is slowed for a network that guesses at many accounts, not for others", async () => {
    const user = await makeUser(db());
    const ip = "2001:db8:77::1";
    expect(await signIn("nobody@example.com", "wrong", { ip })).toBeUndefined();
    // The rest of what the network has free, without the work of verifying passwords.
    for (let tries = 1; tries < LIMITS.sign_in_network.free; tries += 1) {
      await admitTry(db().database, "sign_in_network", networkOf(ip));
    }
    await expect(signIn(user.email, PASSWORD, { ip: "2001:db8:77::ffff" })).rejects.toMatchObject({
      code: "rate_limited",
    });
    expect(await signIn(user.email, PASSWORD, { ip: "2001:db8:78::1" })).toBeDefined();
  });

  it("forgets the failed tries after one that succeeded", async () => {
    const { email } = await makeUser(db());
    for (let round = 0; round < 3; round += 1) {
      for (let tries = 0; tries < 4; tries += 1) await signIn(email, "wrong password");
      expect(await signIn(email)).toBeDefined();
    }
  });
});

describe("a limit", () => {
  const others: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(others.splice(0).map((other) => other.close())));

  it("is shared by processes, and counts tries that come at once one by one", async () => {
    const other = openDatabase(db().url);
    others.push(other);
    const { free } = LIMITS.sign_in_account;
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        admitTry(index % 2 === 0 ? db().database : other, "sign_in_account", "one@example.com"),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(free);
  });

  it.each(["sign_in_account", "mail_account", "proof"] as const)(
    "makes each pause twice as long as the one before, up to the longest: %s",
    async (limit) => {
      const { free, firstPauseSeconds, longestPauseSeconds } = LIMITS[limit];
      const subject = `growth-${limit}`;
      const attempt = () => admitTry(db().database, limit, subject);
      for (let tries = 0; tries < free; tries += 1) await attempt();
      for (let pause = firstPauseSeconds; ; pause *= 2) {
        const expected = Math.min(pause, longestPauseSeconds);
        const refused = await attempt().catch((error: ProductError) => error);
        expect(refused).toMatchObject({ code: "rate_limited" });
        const { retryAfterSeconds = 0 } = refused as ProductError;
        expect([expected, expected - 1]).toContain(retryAfterSeconds);
        if (expected === longestPauseSeconds) break;
        // The pause passes: the last try was that much earlier, and one more is admitted.
        await db().database.read.execute(sql`
          update rate_limits set last_try_at = last_try_at - make_interval(secs => ${expected})
          where key like ${`${limit}:%`}`);
        await attempt();
      }
    },
  );

  it("refuses when it can't count: a limit that fails open is none", async () => {
    const gone = openDatabase("postgres://nobody@127.0.0.1:1/nothing");
    others.push(gone);
    await expect(admitTry(gone, "sign_up_network", freshIp())).rejects.toThrow();
  });
});

describe("hashing passwords", () => {
  it("refuses what comes past its queue, so that a flood stops nothing else", async () => {
    const flood = await Promise.allSettled(
      Array.from({ length: MAX_WAITING * 2 + 10 }, () => hashPassword(PASSWORD)),
    );
    const refused = flood.filter(({ status }) => status === "rejected");
    expect(refused.length).toBeGreaterThan(MAX_WAITING / 2);
    for (const result of refused) {
      expect(result).toMatchObject({ reason: { code: "busy", status: 503 } });
    }
    expect(await hashPassword(PASSWORD)).toMatch(/^\$argon2id/);
  });
});
