import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { emails, users } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { eventOf, givenPurchase, paidUpdates } from "@/dev/test/kits/billing/purchases";
import { type MailServer, startMailServer } from "@/dev/test/kits/email/mail-server";
import { countJobs, listDeadJobs, retryDeadJob } from "@/lib/queue/dead-jobs";
import { newId } from "@/lib/shared/ids";
import { createWebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { startWorker } from "./worker";

const GRACE_MS = 15_000;
const WAIT = { timeout: 15_000, interval: 50 };

describe("workers", () => {
  const db = useTestDatabase();
  let server: MailServer;
  const stops: ((graceMs: number) => Promise<void>)[] = [];

  const webhookProcessor = () => createWebhookProcessor(db().database, { livemode: false });
  const work = async () => {
    const stop = await startWorker({
      database: db().database,
      webhookProcessor: webhookProcessor(),
      sealKeys: [],
      mail: { smtpUrl: server.url, from: "Credits <credits@shop.example>" },
      databaseUrl: db().url,
      pollMs: 50,
    });
    stops.push(stop);
    return stop;
  };
  const stopAll = () => Promise.all(stops.splice(0).map((stop) => stop(GRACE_MS)));
  const buy = async () => {
    const purchase = await givenPurchase(db().database);
    await webhookProcessor().process(eventOf(purchase, paidUpdates(purchase)), "webhook");
    return purchase;
  };
  const stateOf = async (purchaseId: string) => {
    const [job] = await db().database.read.execute<{ state: string }>(
      sql`select state from pgboss.job where name = 'receipt' and id = ${purchaseId}`,
    );
    return job?.state;
  };

  beforeAll(async () => {
    server = await startMailServer();
  });
  beforeEach(() => {
    server.refusing = false;
    server.answerAfter = undefined;
  });
  afterAll(async () => {
    await stopAll();
    await server.stop();
  });

  it("of two processes send each receipt once, in the words of its purchase", async () => {
    await Promise.all([work(), work()]);
    const purchases = await Promise.all(Array.from({ length: 12 }, buy));
    await vi.waitFor(async () => {
      for (const { id } of purchases) expect(await stateOf(id)).toBe("completed");
    }, WAIT);
    expect(server.taken).toHaveLength(12);
    for (const purchase of purchases) {
      const [sent] = await db()
        .database.read.select({ attempts: emails.attempts, to: emails.recipient })
        .from(emails)
        .where(eq(emails.key, `receipt:${purchase.id}`));
      const [user] = await db()
        .database.read.select({ email: users.email })
        .from(users)
        .where(eq(users.id, purchase.userId));
      expect(sent).toEqual({ attempts: 1, to: user?.email });
    }
    const [mail] = server.taken;
    expect(mail?.headers).toContain("Subject: Receipt: 1,000 credits (Starter Pack)");
    for (const part of ["$10.00", "+1,000", "1,000 credits", "receipts.example"]) {
      expect(mail?.body).toContain(part);
    }
    await stopAll();
  });

  it("let the job under way end when they are stopped, and begin none after", async () => {
    let answer = () => {};
    server.answerAfter = new Promise((resolve) => {
      answer = resolve;
    });
    const stop = await work();
    const purchase = await buy();
    await vi.waitFor(async () => expect(await stateOf(purchase.id)).toBe("active"), WAIT);
    const stopped = stop(GRACE_MS);
    const later = await buy();
    answer();
    await stopped;
    expect(await stateOf(purchase.id)).toBe("completed");
    expect(await stateOf(later.id)).toBe("created");
  });

  it("hand back what has not ended within the grace, and the next process does it, on the first try", async () => {
    let answer = () => {};
    server.answerAfter = new Promise((resolve) => {
      answer = resolve;
    });
    const [first, second] = [await buy(), await buy()];
    const stop = await work();
    // Fetched together: one is being sent, the other waits for it.
    await vi.waitFor(async () => {
      for (const { id } of [first, second]) expect(await stateOf(id)).toBe("active");
    }, WAIT);
    await stop(100);
    for (const { id } of [first, second]) expect(await stateOf(id)).toBe("created");
    // What was cut off ends here after all, which no stopped process could.
    answer();
    await vi.waitFor(async () => {
      const sending = await db()
        .database.read.select({ key: emails.key })
        .from(emails)
        .where(eq(emails.status, "sending"));
      expect(sending).toEqual([]);
    }, WAIT);
    await work();
    await vi.waitFor(async () => {
      for (const { id } of [first, second]) expect(await stateOf(id)).toBe("completed");
    }, WAIT);
    const tries = await db().database.read.execute<{ retry_count: number }>(
      sql`select retry_count from pgboss.job where id in ${[first.id, second.id]}`,
    );
    expect([...tries]).toEqual([{ retry_count: 0 }, { retry_count: 0 }]);
    await stopAll();
  });

  it("keep a job that fails for good in sight, until somebody has it tried again", async () => {
    server.refusing = true;
    const admin = newId();
    const purchase = await buy();
    // The last try, without waiting two days for it.
    await db().database.read.execute(
      sql`update pgboss.job set retry_limit = 0 where name = 'receipt' and id = ${purchase.id}`,
    );
    await work();
    await vi.waitFor(async () => expect(await stateOf(purchase.id)).toBe("failed"), WAIT);
    const [dead] = await listDeadJobs(db().database.read, { limit: 10 });
    expect(await countJobs(db().database.read)).toMatchObject({ dead: 1 });
    expect(dead).toMatchObject({
      id: purchase.id,
      queue: "receipt",
      data: { accountId: purchase.accountId, purchaseId: purchase.id },
      tries: 1,
    });
    expect(dead?.error).toMatch(/451/);
    server.refusing = false;
    await retryDeadJob(db().database, { queue: "receipt", id: purchase.id, admin });
    await vi.waitFor(async () => expect(await stateOf(purchase.id)).toBe("completed"), WAIT);
    expect(await listDeadJobs(db().database.read, { limit: 10 })).toEqual([]);
    await expect(
      retryDeadJob(db().database, { queue: "receipt", id: purchase.id, admin }),
    ).rejects.toMatchObject({ code: "not_found" });
    await stopAll();
  });
});
