import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { doAccountRequests } from "@/dev/test/kits/access/mail";
import { makeUser, PASSWORD } from "@/dev/test/kits/access/signed-in";
import { listAuditEntries } from "@/lib/audit/list-audit-entries";
import { newId } from "@/lib/shared/ids";
import { enqueueAccountRequest } from "./account-requests";
import { requestLink } from "./mail-links";
import { signUp } from "./sign-up";

const db = useTestDatabase();
const ROUNDS = 60;
const fresh = () => `${newId()}@example.com`;

/** All that a request may leave behind, in the table that it stands in. */
async function countRows(): Promise<Record<string, number>> {
  const [row] = await db().database.read.execute<Record<string, number>>(sql`select
    (select count(*)::int from users) as users,
    (select count(*)::int from audit_log) as audit,
    (select count(*)::int from one_time_tokens) as tokens,
    (select count(*)::int from rate_limits) as limits,
    (select count(*)::int from pgboss.job where name = 'account-mail') as mails,
    (select count(*)::int from pgboss.job where name = 'account-request') as requests`);
  return row ?? {};
}

async function changesOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await countRows();
  await work();
  const after = await countRows();
  return Object.fromEntries(Object.entries(after).map(([key, n]) => [key, n - (before[key] ?? 0)]));
}

const join = (email: string) => () =>
  signUp(db().database, { email, name: "New User", password: PASSWORD, ip: undefined });
const ask = (email: string) => () =>
  requestLink(db().database, { email, ip: undefined, kind: "reset-password" });
const refuse = (email: string) => () =>
  enqueueAccountRequest(db().database, { kind: "refused-sign-in", email });

describe("a known and an unknown address", () => {
  it.each([
    ["sign-up", join],
    ["a reset link", ask],
    ["a refused sign-in", refuse],
  ])("leave the same behind until the worker looks whose it is: %s", async (_, act) => {
    const unverified = await makeUser(db(), "buyer", { emailVerified: false });
    const unknown = await changesOf(act(fresh()));
    expect(unknown).toMatchObject({ users: 0, audit: 0, tokens: 0, mails: 0, requests: 1 });
    expect(await changesOf(act((await makeUser(db())).email))).toEqual(unknown);
    expect(await changesOf(act(unverified.email))).toEqual(unknown);
  });

  it("are answered in the same time", async () => {
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const kind of ["known", "unknown"] as const) {
        const email = kind === "known" ? (await makeUser(db())).email : fresh();
        const started = performance.now();
        await ask(email)();
        times[kind].push(performance.now() - started);
      }
    }
    const median = (list: number[]) => list.sort((a, b) => a - b)[ROUNDS / 2] ?? 0;
    const ratio = median(times.known) / median(times.unknown);
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.7);
  });

  it("stand in no queue as they were typed", async () => {
    const email = fresh();
    await join(email)();
    const [row] = await db().database.read.execute<{ text: string }>(
      sql`select string_agg(data::text, ' ') as text from pgboss.job where name = 'account-request'`,
    );
    expect(row?.text).not.toMatch(/@example\.com|argon2/);
  });

  it("that was refused is kept for its user, with the request and where it came from", async () => {
    const user = await makeUser(db());
    const where = { ip: "198.51.100.9", requestId: newId() };
    const request = { kind: "refused-sign-in", email: user.email, ...where } as const;
    await enqueueAccountRequest(db().database, request);
    await doAccountRequests(db());
    expect(
      await listAuditEntries(db().database.read, { targetId: user.id, limit: 5 }),
    ).toMatchObject([{ actor: "anonymous", action: "session.refuse", ...where }]);
  });
});
