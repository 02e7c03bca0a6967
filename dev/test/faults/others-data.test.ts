import { readFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createApiKey } from "@/lib/access/api-keys";
import { createUser, type User } from "@/lib/access/users";
import { newId } from "@/lib/shared/ids";
import { type RunningEmulator, startEmulator } from "@/packages/stripe-emulator/server";
import { findFreePort } from "../../ports";
import { projectRoot } from "../../services";
import { CookieJar, signInOverHttp } from "../kits/access/over-http";
import { listFiles } from "../tidy/sources";
import { Shop } from "./shop";
import { type System, startSystem } from "./system";

const PASSWORD = "a password of tests";

let emulator: RunningEmulator;
let system: System;
let base: string;
let stranger: string;
/** What belongs to the other user, by the names under which forms and addresses ask for it. */
let others: Record<string, string>;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
  vi.stubEnv("STRIPE_API_BASE", emulator.url);
  system = await startSystem([], emulator.url);
  const port = await findFreePort();
  const app = system.addApp(port);
  await app.start();
  base = `http://localhost:${port}`;
  others = await makeVictim(app.webhookUrl);
  stranger = await signInAsStranger();
});
afterAll(async () => {
  await system.stop();
  await emulator.close();
});

/** Somebody who has bought, holds a key and is signed in. */
async function makeVictim(webhookUrl: string): Promise<Record<string, string>> {
  const shop = new Shop(emulator, system.database);
  const [event] = await shop.sell(1);
  if (!event) throw new Error("nothing was sold");
  await fetch(webhookUrl, { method: "POST", body: event.body, headers: event.headers });
  const [row] = await system.database.read.execute<Record<string, string>>(
    sql`select u.id as user, u.account_id as account, u.email, p.id as purchase
      from users u join purchases p on p.user_id = u.id`,
  );
  if (!row) throw new Error("nobody has bought");
  const scopes = ["credits:read"] as const;
  const { id: key } = await createApiKey(system.database, String(row.user), {
    name: "Key of the victim",
    scopes,
  });
  const [found] = await system.database.read.execute<{ id: string }>(
    sql`select id from stripe_events`,
  );
  return { ...row, key, event: found?.id ?? "evt_none" };
}

async function signInAsStranger(): Promise<string> {
  const email = `${newId()}@example.com`;
  const given = { email, name: "Stranger", password: PASSWORD, emailVerified: true };
  const user: User = await createUser(system.database, given);
  const jar = new CookieJar();
  await signInOverHttp(base, { email: user.email, password: PASSWORD }, jar);
  return jar.header;
}

/** Every page and route of the tree, with the other user's ids in its places. */
function addresses(): string[] {
  const doors = listFiles(projectRoot).filter((file) =>
    /^app\/.*(page\.tsx|route\.ts)$/.test(file),
  );
  return doors.flatMap((file) => {
    const parts = path.dirname(file).split("/").slice(1);
    const address = `/${parts.filter((part) => !/^\(.*\)$/.test(part)).join("/")}`;
    return /\[/.test(address)
      ? Object.values(others).map((id) => address.replace(/\[+[^\]]+\]+/, encodeURIComponent(id)))
      : [address];
  });
}

/** What only the other user may see. */
function secrets(): string[] {
  return [others.email ?? "", "Key of the victim"];
}

async function readVictim(): Promise<unknown> {
  const { user, account } = others;
  const [row] = await system.database.read.execute(sql`select
    (select to_jsonb(u) from users u where id = ${user}) as user,
    (select jsonb_agg(k order by k.id) from api_keys k where user_id = ${user}) as keys,
    (select to_jsonb(a) from credit_accounts a where id = ${account}) as account,
    (select jsonb_agg(p order by p.id) from purchases p where account_id = ${account}) as purchases,
    (select count(*) from refund_requests where account_id = ${account}) as refunds`);
  return row;
}

describe("a signed-in stranger", () => {
  it("finds nothing of another user's at any address of the tree", async () => {
    const found: string[] = [];
    for (const address of addresses()) {
      const answer = await fetch(base + address, {
        headers: { cookie: stranger },
        redirect: "manual",
      });
      const text = await answer.text();
      if (secrets().some((secret) => text.includes(secret))) found.push(address);
      expect([address, answer.status < 500]).toEqual([address, true]);
    }
    expect(found).toEqual([]);
  });
});

interface Manifest {
  readonly node: Readonly<
    Record<string, { readonly exportedName?: string; readonly workers: Record<string, unknown> }>
  >;
}

/** A server action of the build: its id, its name, and a page that has it. */
interface Action {
  readonly id: string;
  readonly name: string;
  readonly page: string;
}

function listActions(): Action[] {
  const file = path.join(projectRoot, ".next/server/server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  return Object.entries(node).map(([id, { exportedName = id, workers }]) => {
    const [worker = "app/page"] = Object.keys(workers);
    const parts = worker.split("/").slice(1, -1);
    const address = `/${parts.filter((part) => !/^\(.*\)$/.test(part)).join("/")}`;
    const page = address.replace(/\[[^\]]+\]/, others.purchase ?? "");
    return { id, name: exportedName, page };
  });
}

/** Calls an action as a form of ours does: with its state, and fields that name the other's things. */
async function callAction({ id, page }: Action): Promise<Response> {
  const body = new FormData();
  body.set("0", '[{"done":false},"$K1"]');
  const names = { id: others.key, ...others, reason: "mine", amount: "1", currency: "usd" };
  for (const [name, value] of Object.entries({ ...names, role: "admin", disable: "yes" })) {
    body.set(`1_${name}`, String(value));
  }
  return fetch(base + page, {
    method: "POST",
    headers: { cookie: stranger, origin: base, "next-action": id, accept: "text/x-component" },
    body,
    redirect: "manual",
  });
}

describe("no action, called by a stranger with another user's ids,", () => {
  it("answers anything of theirs, or changes it", async () => {
    const before = await readVictim();
    const actions = listActions();
    expect(actions.length).toBeGreaterThan(20);
    for (const action of actions) {
      const { name } = action;
      // These end the stranger's own session, which the rest still needs.
      if (/signOutEverywhere|deleteAccount/.test(name)) continue;
      const text = await (await callAction(action)).text();
      // What was sent may come back in the form; the name of the key was not sent.
      expect([name, text.includes("Key of the victim")]).toEqual([name, false]);
    }
    expect(await readVictim()).toEqual(before);
  });
});
