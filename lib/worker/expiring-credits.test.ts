import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { grant, purchase, spend } from "@/dev/test/kits/ledger/commands";
import { createUser } from "@/lib/access/users";
import { listMessages, readMessage } from "@/lib/email/messages";
import type { Command } from "@/lib/ledger/commands";
import { QUEUES } from "@/lib/queue/queues";
import { newId } from "@/lib/shared/ids";
import { commitCredits } from "@/lib/spending/commit-credits";
import { findExpiringCredits } from "./find-expiring-credits";
import type { JobContext } from "./job-context";
import { sendExpiringCredits } from "./send-expiring-credits";

const DAY_S = 86_400;
const db = useTestDatabase();
const run = (...commands: Command[]) =>
  db().database.transaction((tx) => commitCredits(tx, commands));

/** Somebody whose browser is German. */
async function buyer() {
  const user = await createUser(db().database, {
    ...{ email: `${newId()}@example.com`, name: "Eva Expiring", emailVerified: true },
  });
  await db().database.read.execute(
    sql`update users set locale = 'de', time_zone = 'Europe/Berlin' where id = ${user.id}`,
  );
  const bought = (payment: string, credits: number, days: number) =>
    run(purchase(user.accountId, payment, credits, { expiresInSeconds: days * DAY_S }));
  return { ...user, bought };
}

/** Looks for what expires and sends what that enqueued, as the worker does. */
async function work() {
  await findExpiringCredits(db().database);
  const jobs = await db().database.read.execute<{ data: unknown }>(
    sql`delete from pgboss.job where name = 'expiring-credits' returning data`,
  );
  const mail = { smtpUrl: undefined, from: "credits@example.com" };
  const context = { database: db().database, mail } as JobContext;
  for (const { data } of jobs) {
    await sendExpiringCredits(context, QUEUES["expiring-credits"].data.parse(data));
  }
  return jobs.length;
}

async function mailsTo(address: string) {
  const all = await listMessages(db().database.read);
  return all.filter(({ recipient }) => recipient === address);
}

describe("a mail before paid credits expire", () => {
  it("comes once for each purchase that expires within a week, as its reader writes numbers", async () => {
    const { email, bought } = await buyer();
    await bought("pi_1", 1234, 6);
    await bought("pi_2", 50, 6);
    await bought("pi_3", 99, 30);
    expect(await work()).toBe(2);
    expect(await work()).toBe(0);
    const mails = await mailsTo(email);
    expect(mails.map(({ subject }) => subject).sort()).toEqual([
      "1.234 credits expire soon",
      "50 credits expire soon",
    ]);
    const { text } = (await readMessage(db().database.read, mails[0]?.id ?? "")) ?? {};
    expect(text).toMatch(/expire on \d{1,2}\.\d{1,2}\.\d{2,4}|expire on \d{1,2}\. \w+/);
    expect(text).toContain("/admin/credits");
  });

  it("says what is left, and doesn't come when all was used", async () => {
    const [some, none] = [await buyer(), await buyer()];
    for (const { bought } of [some, none]) await bought("pi_1", 100, 5);
    await run(spend(some.accountId, 70), spend(none.accountId, 100));
    await work();
    expect(await mailsTo(some.email)).toMatchObject([{ subject: "30 credits expire soon" }]);
    expect(await mailsTo(none.email)).toEqual([]);
  });

  it("doesn't come when they are used between the search and the mail", async () => {
    const { accountId, email, bought } = await buyer();
    await bought("pi_1", 100, 5);
    await findExpiringCredits(db().database);
    await run(spend(accountId, 100));
    await work();
    expect(await mailsTo(email)).toEqual([]);
  });

  it("doesn't come for credits that were given away, or for accounts without a user", async () => {
    const { accountId, email } = await buyer();
    const expiresAt = new Date(Date.now() + 3 * DAY_S * 1000);
    await run(grant(accountId, 10, { expiresAt }));
    await run(purchase(newId(), "pi_1", 10, { expiresInSeconds: DAY_S }));
    expect(await work()).toBe(0);
    expect(await mailsTo(email)).toEqual([]);
  });
});
