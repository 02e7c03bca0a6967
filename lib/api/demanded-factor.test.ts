import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { passkeys } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { cookieOf, makeUser } from "@/dev/test/kits/access/signed-in";
import { ORIGIN, useApi } from "@/dev/test/kits/api/api";
import { beginSession } from "@/lib/access/begin-session";
import { newDeviceToken } from "@/lib/access/known-devices";
import { mayEnterBackOffice } from "@/lib/access/second-factor-policy";
import { findSession } from "@/lib/access/sessions";
import { writeSetting } from "@/lib/settings/settings";

const db = useTestDatabase();
const ask = useApi(db);

it("an admin without the second factor that is demanded has a buyer's rights in a session", async () => {
  const admin = await makeUser(db(), "admin");
  const headers = { cookie: await cookieOf(db(), admin) };
  const another = await makeUser(db());
  const theirs = `GET /credits/balance?account=${another.accountId}`;
  expect((await ask(theirs, { headers })).status).toBe(200);
  await writeSetting(db().database, "staff_second_factor", true, admin.id);
  expect((await ask(theirs, { headers })).status).toBe(404);
  expect((await ask("GET /billing/credits/admin/purchases", { headers })).status).toBe(403);
  expect((await ask("GET /credits/balance", { headers })).status).toBe(200);
});

it("an admin's session moves other people's credits for ten minutes, then only after a fresh sign-in", async () => {
  const [admin, another] = [await makeUser(db(), "admin"), await makeUser(db())];
  const headers = { cookie: await cookieOf(db(), admin), origin: ORIGIN };
  const { read } = db().database;
  await writeSetting(db().database, "staff_second_factor", false, admin.id);
  const body = { user_id: another.id, amount: "5", reason: "Goodwill" };
  const allocate = () => ask("POST /credits/allocate", { headers, body });
  expect((await allocate()).status).toBe(200);
  await read.execute(
    sql`update sessions set authenticated_at = now() - interval '11 minutes' where user_id = ${admin.id}`,
  );
  const refused = await allocate();
  expect(refused.status).toBe(403);
  expect(refused.body).toMatchObject({ detail: expect.stringContaining("/confirm-identity") });
  expect((await ask(`GET /credits/balance?account=${another.accountId}`, { headers })).status).toBe(
    200,
  );
  const portal = await ask("POST /customers/some-customer/portal", { headers, body: {} });
  expect(portal.status).toBe(403);
});

it("a demanded second factor must be proved in the session: to have set one up isn't enough", async () => {
  const admin = await makeUser(db(), "admin");
  const { read } = db().database;
  await writeSetting(db().database, "staff_second_factor", true, admin.id);
  await read.insert(passkeys).values({
    ...{ id: `key-${admin.id}`, userId: admin.id, name: "Phone", counter: 0, transports: [] },
    publicKey: Buffer.from([1]),
  });
  const origin = { ip: undefined, userAgent: undefined };
  const device = newDeviceToken();
  const given = { userId: admin.id, origin, device };
  const mayEnter = async (method: string) => {
    const id = await beginSession(db().database, { ...given, method });
    const found = await findSession(read, id);
    return found && mayEnterBackOffice(read, found);
  };
  expect(await mayEnter("password")).toBe(false);
  expect(await mayEnter("link")).toBe(false);
  expect(await mayEnter("passkey")).toBe(true);
  await writeSetting(db().database, "staff_second_factor", false, admin.id);
  expect(await mayEnter("password")).toBe(true);
});
