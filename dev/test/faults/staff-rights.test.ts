import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { may, type Permission, SENSITIVE } from "@/lib/access/permissions";
import { createUser, type Role } from "@/lib/access/users";
import { newId } from "@/lib/shared/ids";
import { type RunningEmulator, startEmulator } from "@/packages/stripe-emulator/server";
import { findFreePort } from "../../ports";
import { CookieJar, signInOverHttp } from "../kits/access/over-http";
import { callAction, listBuiltActions } from "./call-action";
import { Shop } from "./shop";
import { type System, startSystem } from "./system";
import { makeVictim, readBelongings, type Victim } from "./victim";

const PASSWORD = "a password of tests";
const ROLES: readonly Role[] = ["buyer", "support", "finance", "admin"];

let emulator: RunningEmulator;
let system: System;
let base: string;
let customer: Victim;
const cookies = new Map<Role, { cookie: string; id: string }>();

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
  vi.stubEnv("STRIPE_API_BASE", emulator.url);
  system = await startSystem([], emulator.url);
  const port = await findFreePort();
  const app = system.addApp(port);
  await app.start();
  base = `http://localhost:${port}`;
  customer = await makeVictim(system, new Shop(emulator, system.database), app.webhookUrl);
  for (const role of ROLES) {
    const email = `${role}-${newId()}@example.com`;
    const given = { email, name: role, password: PASSWORD, role, emailVerified: true };
    const { id } = await createUser(system.database, given);
    const jar = new CookieJar();
    await signInOverHttp(base, { email, password: PASSWORD }, jar);
    cookies.set(role, { cookie: jar.header, id });
  }
});
afterAll(async () => {
  await system.stop();
  await emulator.close();
});

const built = listBuiltActions();
const withPermission = built.filter(({ guard }) => guard?.permission);

function call(action: (typeof built)[number], role: Role): Promise<Response> {
  const { ids } = customer;
  const fields = {
    ...{ ...ids, id: newId(), credits: "5", reason: "Goodwill", amount: "1", currency: "usd" },
    ...{ role: "admin", disable: "yes", pack: "starter", refundLimit: "1", name: "N" },
  };
  const { cookie = "" } = cookies.get(role) ?? {};
  const id = action.page.includes("customers") ? ids.account : ids.purchase;
  return callAction(action, { base, cookie, fields, id: id ?? "" });
}

async function countRefused(id: string): Promise<number> {
  const [row] = await system.database.read.execute<{ count: number }>(
    sql`select count(*)::int as count from audit_log
      where actor = ${id} and action = 'permission.refuse' and request_id is not null`,
  );
  return row?.count ?? 0;
}

describe("the permission table holds for every action of the build", () => {
  it.each(ROLES)("%s: what the role may not do is answered 404, and kept", async (role) => {
    const before = await readBelongings(system, customer);
    const forbidden = withPermission.filter(
      ({ guard }) => !may({ role }, guard?.permission as Permission),
    );
    expect(forbidden.length > 0).toBe(role !== "admin");
    for (const action of forbidden) {
      const answer = await call(action, role);
      await answer.arrayBuffer();
      expect([action.name, answer.status]).toEqual([action.name, 404]);
    }
    expect(await readBelongings(system, customer)).toEqual(before);
    if (forbidden.length > 0) {
      expect(await countRefused(cookies.get(role)?.id ?? "")).toBeGreaterThan(0);
    }
  });
});

describe("what a stolen session must not be able to do", () => {
  it("is asked for by every sensitive permission, and for keys, e-mail, deletion and factors", () => {
    const recent = built.filter(({ guard }) => guard?.recent);
    const permissions = recent.map(({ guard }) => guard?.permission);
    for (const permission of SENSITIVE.filter((name) => name !== "refunds.create_any_amount")) {
      expect(permissions).toContain(permission);
    }
    expect(recent.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        ...["createKeyAction", "changeEmailAction", "deleteAccountAction", "offerPasskeyAction"],
        ...["addPasskeyAction", "removePasskeyAction", "beginTotpAction", "removeTotpAction"],
      ]),
    );
  });

  it("needs a sign-in of the last ten minutes: each is sent to confirm, and changes nothing", async () => {
    await system.database.read.execute(
      sql`update sessions set authenticated_at = now() - interval '11 minutes'`,
    );
    const before = await readBelongings(system, customer);
    const recent = built.filter(({ guard }) => guard?.recent);
    expect(recent.length).toBeGreaterThan(15);
    for (const action of recent) {
      const answer = await call(action, "admin");
      await answer.arrayBuffer();
      const target = answer.headers.get("x-action-redirect") ?? "";
      expect([action.name, target]).toEqual([
        action.name,
        expect.stringContaining("/confirm-identity?next="),
      ]);
    }
    expect(await readBelongings(system, customer)).toEqual(before);
  });
});
