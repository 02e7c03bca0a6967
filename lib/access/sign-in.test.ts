import { afterEach, describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser, PASSWORD } from "@/dev/test/kits/access/signed-in";
import { isRightPassword } from "./password";
import { signInWithPassword } from "./sign-in";
import { countTry } from "./throttle";

const db = useTestDatabase();
let lastIp = 0;
const freshIp = () => {
  lastIp += 1;
  return `192.0.2.${lastIp}`;
};

describe("signing in with a password", () => {
  it("works with the right one", async () => {
    const { id, email } = await makeUser(db());
    const person = await signInWithPassword(db().database, {
      email,
      password: PASSWORD,
      ip: freshIp(),
    });
    expect(person?.id).toBe(id);
  });

  it("answers an unknown e-mail as a wrong password", async () => {
    const { email } = await makeUser(db());
    const wrong = await signInWithPassword(db().database, {
      email,
      password: "wrong password",
      ip: freshIp(),
    });
    const unknown = await signInWithPassword(db().database, {
      email: "nobody@example.com",
      password: PASSWORD,
      ip: freshIp(),
    });
    expect([wrong, unknown]).toEqual([undefined, undefined]);
  });

  it("verifies a hash also where there is none, and never accepts it", async () => {
    // Same work, same time: only the result of the comparison differs.
    expect(await isRightPassword(null, "the password of nobody")).toBe(false);
    expect(await isRightPassword(undefined, "anything")).toBe(false);
  });

  it("stops guessing one person's password after ten tries, with when to go on", async () => {
    const { email } = await makeUser(db());
    const ip = freshIp();
    for (let tries = 0; tries < 10; tries += 1) {
      expect(
        await signInWithPassword(db().database, { email, password: "wrong password", ip }),
      ).toBeUndefined();
    }
    await expect(
      signInWithPassword(db().database, { email, password: PASSWORD, ip }),
    ).rejects.toMatchObject({
      code: "rate_limited",
      detail: expect.stringMatching(/Try again in \d+ minutes/),
    });
    // From elsewhere the person themselves still gets in.
    expect(
      await signInWithPassword(db().database, { email, password: PASSWORD, ip: freshIp() }),
    ).toBeDefined();
  });

  it("forgets the failed tries after one that succeeded", async () => {
    const { email } = await makeUser(db());
    const ip = freshIp();
    for (let round = 0; round < 3; round += 1) {
      for (let tries = 0; tries < 5; tries += 1) {
        await signInWithPassword(db().database, { email, password: "wrong password", ip });
      }
      expect(
        await signInWithPassword(db().database, { email, password: PASSWORD, ip }),
      ).toBeDefined();
    }
  });
});

describe("a limit", () => {
  const others: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(others.splice(0).map((other) => other.close())));

  it("is shared by processes", async () => {
    const other = openDatabase(db().url);
    others.push(other);
    const ip = freshIp();
    for (let tries = 0; tries < 20; tries += 1) {
      await countTry(tries % 2 === 0 ? db().database : other, "sign_up_ip", ip);
    }
    await expect(countTry(other, "sign_up_ip", ip)).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("refuses when it can't count: a limit that fails open is none", async () => {
    const gone = openDatabase("postgres://nobody@127.0.0.1:1/nothing");
    others.push(gone);
    await expect(countTry(gone, "sign_up_ip", freshIp())).rejects.toThrow();
  });

  it("doesn't lock everybody out because of a few, where addresses can't be told apart", async () => {
    for (let tries = 0; tries < 30; tries += 1)
      await countTry(db().database, "sign_up_ip", undefined);
  });
});
