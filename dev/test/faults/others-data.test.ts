import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { passkeys } from "@/db/schema";
import { createUser } from "@/lib/access/users";
import { routes } from "@/lib/api/routes";
import { newId } from "@/lib/shared/ids";
import { type RunningEmulator, startEmulator } from "@/packages/stripe-emulator/server";
import { findFreePort } from "../../ports";
import { CookieJar, signInOverHttp } from "../kits/access/over-http";
import { listActions, listAddresses } from "../kits/app/doors";
import { callAction, listBuiltActions } from "./call-action";
import { Shop } from "./shop";
import { type System, startSystem } from "./system";
import { makeVictim, readBelongings, type Victim } from "./victim";

const PASSWORD = "a password of tests";
/** These end the stranger's own session, which the rest still needs: they come last. */
const ENDS_SESSION = /^(signOutEverywhere|deleteAccount)/;

/** Anybody may have these mail the owner of an address, which is all that they do with one. */
const MAILS_ON_REQUEST: readonly string[] = [
  ...["requestLinkAction", "requestResetAction", "signUpAction"],
];

let emulator: RunningEmulator;
let system: System;
let base: string;
let stranger: string;
let victim: Victim;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
  vi.stubEnv("STRIPE_API_BASE", emulator.url);
  system = await startSystem([], emulator.url);
  const port = await findFreePort();
  const app = system.addApp(port);
  await app.start();
  base = `http://localhost:${port}`;
  victim = await makeVictim(system, new Shop(emulator, system.database), app.webhookUrl);
  stranger = await signInAsStranger();
});
afterAll(async () => {
  await system.stop();
  await emulator.close();
});

async function signInAsStranger(): Promise<string> {
  const email = `${newId()}@example.com`;
  const given = { email, name: "Stranger", password: PASSWORD, emailVerified: true };
  await createUser(system.database, given);
  const jar = new CookieJar();
  await signInOverHttp(base, { email, password: PASSWORD }, jar);
  return jar.header;
}

/** What of the victim's an answer tells. @param sent what was sent, which may come back */
function findSecrets(text: string, sent: readonly string[] = []): string[] {
  return victim.secrets.filter((secret) => !sent.includes(secret) && text.includes(secret));
}

/** Every route of the API with the victim's ids in its path, and asked for their account. */
function apiAddresses(): string[] {
  const query = `account=${victim.account}&user_id=${victim.user}&limit=5`;
  return routes
    .filter(({ method }) => method === "GET")
    .flatMap(({ path }) =>
      Object.values(victim.ids).map((id) => `/api/v1${path.replace(/\{\w+\}/g, id)}?${query}`),
    );
}

describe("a signed-in stranger", () => {
  it("finds nothing of another user's at any address of the tree, or of the API", async () => {
    const found: string[] = [];
    const addresses = [...listAddresses(Object.values(victim.ids)), ...apiAddresses()];
    expect(addresses.length).toBeGreaterThan(150);
    for (const address of addresses) {
      const answer = await fetch(base + address, {
        headers: { cookie: stranger },
        redirect: "manual",
      });
      if (findSecrets(await answer.text()).length > 0) found.push(address);
      expect([address, answer.status < 500]).toEqual([address, true]);
    }
    expect(found).toEqual([]);
  });
});

describe("the actions of the build", () => {
  it("are those that the source shows to the check of every action, no more and no fewer", () => {
    const built = listBuiltActions().map(({ file, name }) => `${file} ${name}`);
    const source = listActions().map(({ file, name }) => `${file} ${name}`);
    expect(built.sort()).toEqual(source.sort());
  });
});

describe("an action that is called so", () => {
  it("does what it is for, when it is the caller's own: otherwise the next test would see nothing", async () => {
    const email = `${newId()}@example.com`;
    const given = { email, name: "Owner", password: PASSWORD, emailVerified: true };
    const owner = await createUser(system.database, given);
    const { read } = system.database;
    const passkey = { id: "passkey-of-the-owner", userId: owner.id, name: "Phone", counter: 0 };
    await read.insert(passkeys).values({ ...passkey, transports: [], publicKey: Buffer.from([1]) });
    const jar = new CookieJar();
    await signInOverHttp(base, { email, password: PASSWORD }, jar);
    const action = listBuiltActions().find(({ name }) => name === "removePasskeyAction");
    if (!action) throw new Error("there is no such action");
    const fields = { id: passkey.id };
    await (await callAction(action, { base, cookie: jar.header, fields, id: "" })).text();
    expect(await read.$count(passkeys, eq(passkeys.id, passkey.id))).toBe(0);
  });
});

describe("no action, called by a stranger with another user's ids,", () => {
  it("answers anything of theirs, or changes it", async () => {
    const before = await readBelongings(system, victim);
    const { ids, email } = victim;
    const common = { ...ids, email, reason: "mine", amount: "1", currency: "usd", role: "admin" };
    const all = listBuiltActions();
    const ordered = [
      ...all.filter(({ name }) => !ENDS_SESSION.test(name)),
      ...all.filter(({ name }) => ENDS_SESSION.test(name)),
    ];
    for (const action of ordered) {
      for (const [kind, id] of Object.entries(ids)) {
        const fields = { ...common, id, disable: "yes", pack: "starter", code: "000000" };
        if (MAILS_ON_REQUEST.includes(action.name)) fields.email = "nobody@example.com";
        const answer = await callAction(action, { base, cookie: stranger, fields, id });
        const told = findSecrets(await answer.text(), [email]);
        expect([action.name, kind, told]).toEqual([action.name, kind, []]);
        expect([action.name, kind, answer.status < 500]).toEqual([action.name, kind, true]);
      }
      expect([action.name, await readBelongings(system, victim)]).toEqual([action.name, before]);
    }
  });
});
