import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { grant, purchase, spend } from "@/dev/test/kits/ledger/commands";
import { createUser } from "@/lib/access/users";
import { listMessages } from "@/lib/email/messages";
import type { Command } from "@/lib/ledger/commands";
import { QUEUES } from "@/lib/queue/queues";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import {
  findBalanceAlerts,
  readBalanceAlert,
  saveBalanceAlert,
} from "@/lib/spending/balance-alerts";
import { commitCredits } from "@/lib/spending/commit-credits";
import type { JobContext } from "./job-context";
import { sendLowBalance } from "./send-low-balance";

/** The setting of the tests is 100 credits. */
describe("a low balance that its owner chose", () => {
  const db = useTestDatabase();
  const run = (...commands: Command[]) =>
    db().database.transaction((tx) => commitCredits(tx, commands));

  async function buyer(threshold: number | null) {
    const { accountId, email } = await createUser(db().database, {
      ...{ email: `${newId()}@example.com`, name: "Lou Low", emailVerified: true },
    });
    await run(purchase(accountId, newId(), 1000));
    const credits = threshold === null ? null : wholeCredits(threshold);
    await saveBalanceAlert(db().database.read, accountId, credits);
    const mails = async () => {
      await work();
      const all = await listMessages(db().database.read);
      return all.filter(({ recipient }) => recipient === email).length;
    };
    return { accountId, mails, uses: (credits: number) => run(spend(accountId, credits)) };
  }

  /** Looks, and sends what was enqueued, as the worker does. */
  async function work() {
    await findBalanceAlerts(db().database);
    const jobs = await db().database.read.execute<{ data: unknown }>(
      sql`delete from pgboss.job where name = 'low-balance' returning data`,
    );
    const mail = { smtpUrl: undefined, from: "credits@example.com" };
    const context = { database: db().database, mail } as JobContext;
    for (const { data } of jobs) {
      await sendLowBalance(context, QUEUES["low-balance"].data.parse(data));
    }
  }

  it("is told once for each fall, in place of the setting's", async () => {
    const { accountId, mails, uses } = await buyer(500);
    await uses(500);
    expect(await mails()).toBe(0); // 500 isn't below 500
    await uses(1);
    expect(await mails()).toBe(1);
    await uses(450); // below the setting, too: no second mail
    expect(await mails()).toBe(1);
    await run(grant(accountId, 900));
    expect(await mails()).toBe(1);
    await uses(800);
    expect(await mails()).toBe(2);
  });

  it("isn't told when it was below already, nor when nothing is to be told", async () => {
    const below = await buyer(2000);
    await below.uses(10);
    expect(await below.mails()).toBe(0);
    const never = await buyer(null);
    await never.uses(990);
    expect(await never.mails()).toBe(0);
    expect(await readBalanceAlert(db().database.read, never.accountId)).toBeNull();
  });

  it("is the setting's for an owner who chose nothing", async () => {
    expect(await readBalanceAlert(db().database.read, newId())).toBe(wholeCredits(100));
  });
});
