import { expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { cookieOf, makeUser } from "@/dev/test/kits/access/signed-in";
import { useApi } from "@/dev/test/kits/api/api";
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
