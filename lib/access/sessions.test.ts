import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { sessions, users } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { readMail } from "@/dev/test/kits/access/mail";
import { cookieOf, makeUser, PASSWORD } from "@/dev/test/kits/access/signed-in";
import { beginSession } from "./begin-session";
import { describeDevice } from "./describe-device";
import { newDeviceToken } from "./known-devices";
import { confirmWithPassword, isRecent } from "./recent-sign-in";
import { findCookieSession } from "./session-cookie";
import { findSession, isAlive, listSessions, startSession } from "./sessions";
import { signOutEverywhere, signOutSession } from "./sign-out";
import type { User } from "./users";

const db = useTestDatabase();
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const HOUR_MS = 3_600_000;

function start(user: User): Promise<string> {
  const origin = { ip: "203.0.113.9", userAgent: FIREFOX };
  return startSession(db().database.read, { userId: user.id, method: "password", origin });
}

describe("a session", () => {
  it("belongs to the user of its cookie, and to nobody when the cookie is changed", async () => {
    const user = await makeUser(db());
    const [name = "", value = ""] = (await cookieOf(db(), user)).split("=");
    const read = (given: string) => (asked: string) => (asked === name ? given : undefined);
    expect((await findCookieSession(db().database.read, read(value)))?.user.id).toBe(user.id);
    for (const broken of ["", "x", `${value.slice(0, -4)}AAAA`]) {
      expect(await findCookieSession(db().database.read, read(broken))).toBeUndefined();
    }
  });

  it.each([
    ["buyer", 6 * 24, 6 * 24, true],
    ["buyer", 8 * 24, 8 * 24, false],
    ["buyer", 31 * 24, 0, false],
    ["admin", 11, 11, true],
    ["admin", 13, 13, false],
    ["support", 8 * 24, 0, false],
  ] as const)("of a %s, %i h old and %i h idle: alive %s", (role, age, idle, alive) => {
    const now = new Date();
    const session = {
      createdAt: new Date(now.getTime() - age * HOUR_MS),
      lastSeenAt: new Date(now.getTime() - idle * HOUR_MS),
    };
    expect(isAlive(session, role, now)).toBe(alive);
  });

  it("isn't kept alive for ever by being used: its absolute lifetime ends it", async () => {
    const user = await makeUser(db());
    const id = await start(user);
    const old = new Date(Date.now() - 31 * 24 * HOUR_MS);
    await db().database.read.update(sessions).set({ createdAt: old }).where(eq(sessions.id, id));
    expect(await findSession(db().database.read, id)).toBeUndefined();
  });

  it("ends when its user is disabled or deleted", async () => {
    for (const column of ["disabledAt", "deletedAt"] as const) {
      const user = await makeUser(db());
      const id = await start(user);
      const columns = { [column]: new Date() };
      await db().database.read.update(users).set(columns).where(eq(users.id, user.id));
      expect(await findSession(db().database.read, id)).toBeUndefined();
    }
  });

  it("is listed for its user alone, and ended by its user alone", async () => {
    const [user, other] = [await makeUser(db()), await makeUser(db())];
    const [first, second] = [await start(user), await start(user)];
    const { read } = db().database;
    expect((await listSessions(read, user)).map(({ id }) => id).sort()).toEqual([first, second]);
    expect(await listSessions(read, other)).toEqual([]);
    await expect(signOutSession(db().database, other.id, first)).rejects.toMatchObject({
      code: "not_found",
    });
    await signOutSession(db().database, user.id, first);
    expect((await listSessions(read, user)).map(({ id }) => id)).toEqual([second]);
    await signOutEverywhere(db().database, user.id);
    expect(await listSessions(read, user)).toEqual([]);
  });

  it("names its device in words of ours, whatever the browser claims", () => {
    expect(describeDevice(FIREFOX)).toBe("Firefox on Linux");
    expect(describeDevice("<script>alert(1)</script>")).not.toContain("<");
    expect(describeDevice(undefined)).toBe("an unknown device");
  });
});

describe("a recent sign-in", () => {
  it("is one of the last ten minutes, or a confirmation by password", async () => {
    const user = await makeUser(db());
    const id = await start(user);
    const old = new Date(Date.now() - 11 * 60_000);
    const { read } = db().database;
    await read.update(sessions).set({ authenticatedAt: old }).where(eq(sessions.id, id));
    const recent = async () => {
      const found = await findSession(read, id);
      return found && isRecent(found.session);
    };
    expect(await recent()).toBe(false);
    const given = { sessionId: id, userId: user.id };
    await expect(
      confirmWithPassword(db().database, { ...given, password: "wrong" }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    expect(await recent()).toBe(false);
    await confirmWithPassword(db().database, { ...given, password: PASSWORD });
    expect(await recent()).toBe(true);
  });
});

describe("a new device", () => {
  it("is told to a user who had others, and only then", async () => {
    const user = await makeUser(db());
    const origin = { ip: undefined, userAgent: FIREFOX };
    const signIn = (device: string) =>
      beginSession(db().database, { userId: user.id, method: "password", origin, device });
    const home = newDeviceToken();
    await signIn(home);
    await signIn(home);
    expect(await readMail(db(), user.email)).toEqual([]);
    await signIn(newDeviceToken());
    const [mail] = await readMail(db(), user.email);
    expect(mail?.text).toContain("Firefox on Linux");
  });
});
