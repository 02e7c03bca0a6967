import { z } from "zod";

/** How a queue treats its jobs. */
interface QueueDefinition {
  readonly data: z.ZodType<Record<string, unknown>>;
  /** `short`: at most one waits at a time, so what nobody works on doesn't pile up. */
  readonly policy: "standard" | "short";
  /** Tries after the first one. The pause doubles each time. */
  readonly retryLimit: number;
  readonly retryDelaySeconds: number;
  /** A job that runs longer is taken for lost (its process died), and is run again. */
  readonly expireInSeconds: number;
  /** When it is run by itself, in UTC. One process enqueues it, however many there are. */
  readonly cron?: string;
}

const purchase = z.object({ accountId: z.uuid(), purchaseId: z.uuid() });

/** What a customer is told about a payment after it was made. */
export const PURCHASE_NEWS = [
  "refunded",
  "refund_failed",
  "dispute_opened",
  "dispute_won",
  "dispute_lost",
  "payment_failed",
  "under_review",
] as const;

/**
 * Every queue. A new one also needs a migration that makes it (see 0006_job_queue): a job for a
 * queue that isn't there is dropped silently, and a purchase never waits for a queue.
 */
export const QUEUES = {
  /** A payment was credited: send the receipt. */
  receipt: {
    data: purchase,
    policy: "standard",
    // The pauses add up to about two days: a mail server may be down over a weekend night.
    retryLimit: 12,
    retryDelaySeconds: 30,
    expireInSeconds: 120,
  },
  /** A refund, a dispute or a failure: tell the customer. `subject` is the id of what it is about. */
  "purchase-notice": {
    data: purchase.extend({
      news: z.enum(PURCHASE_NEWS),
      subject: z.string().min(1),
      amountMinor: z.number().int().nonnegative(),
    }),
    policy: "standard",
    retryLimit: 12,
    retryDelaySeconds: 30,
    expireInSeconds: 120,
  },
  /**
   * A balance fell below the threshold: send a notice. `seq` is the entry that did it. `byOwner`:
   * below the threshold that the owner of the account chose.
   */
  "low-balance": {
    data: z.object({
      accountId: z.uuid(),
      seq: z.number().int().positive(),
      byOwner: z.boolean().optional(),
    }),
    policy: "standard",
    retryLimit: 8,
    retryDelaySeconds: 30,
    expireInSeconds: 120,
  },
  /** Finds balances that fell below the threshold of their owner. */
  "find-low-balances": {
    data: z.object({}),
    policy: "short",
    retryLimit: 0,
    retryDelaySeconds: 0,
    expireInSeconds: 300,
    cron: "* * * * *",
  },
  /** Brings the summaries behind the overview and the usage charts up to date. */
  "refresh-reports": {
    data: z.object({}),
    policy: "short",
    retryLimit: 0,
    retryDelaySeconds: 60,
    expireInSeconds: 600,
    cron: "* * * * *",
  },
  /** Something about a user's account: verify an address, reset a password, news of a change. */
  "account-mail": {
    data: z.object({
      id: z.uuid(),
      kind: z.string(),
      userId: z.uuid(),
      address: z.string().optional(),
      facts: z.record(z.string(), z.string()),
    }),
    policy: "standard",
    retryLimit: 8,
    retryDelaySeconds: 10,
    expireInSeconds: 120,
  },
  /** A stranger signs up, asks for a link or was refused: see lib/access/account-requests.ts. */
  "account-request": {
    data: z.object({ sealed: z.string() }),
    policy: "standard",
    retryLimit: 8,
    retryDelaySeconds: 10,
    expireInSeconds: 120,
  },
  /** Seals what is new in the ledger and the audit log. */
  "seal-ledger": {
    data: z.object({}),
    policy: "short",
    retryLimit: 0,
    retryDelaySeconds: 0,
    expireInSeconds: 300,
    cron: "* * * * *",
  },
  /** Writes the entries of credits and holds that have expired on idle accounts. */
  "expire-credits": {
    data: z.object({}),
    policy: "short",
    retryLimit: 0,
    retryDelaySeconds: 0,
    expireInSeconds: 600,
    cron: "*/5 * * * *",
  },
  /** A user proved an address or paid: gives what campaigns give for a sign-up or a referral. */
  "sign-up-grants": {
    data: z.object({ accountId: z.uuid() }),
    policy: "standard",
    retryLimit: 8,
    retryDelaySeconds: 30,
    expireInSeconds: 120,
  },
  /** Finds paid credits that expire within a week, and whose owner hasn't been told. */
  "find-expiring-credits": {
    data: z.object({}),
    policy: "short",
    retryLimit: 0,
    retryDelaySeconds: 0,
    expireInSeconds: 600,
    cron: "20 * * * *",
  },
  /** Paid credits expire soon: tells their owner. */
  "expiring-credits": {
    data: z.object({ accountId: z.uuid(), lotId: z.uuid() }),
    policy: "standard",
    retryLimit: 8,
    retryDelaySeconds: 30,
    expireInSeconds: 120,
  },
  /** Tells admins by mail what needs them, whatever is new since the last time in one message. */
  "admin-notices": {
    data: z.object({}),
    policy: "short",
    retryLimit: 2,
    retryDelaySeconds: 60,
    expireInSeconds: 300,
    cron: "*/5 * * * *",
  },
  /** Removes what is older than its retention setting. */
  retention: {
    data: z.object({}),
    policy: "short",
    retryLimit: 2,
    retryDelaySeconds: 300,
    expireInSeconds: 3600,
    cron: "40 2 * * *",
  },
  /** Compares the last two days with Stripe. */
  "reconcile-recent": {
    data: z.object({}),
    policy: "short",
    retryLimit: 1,
    retryDelaySeconds: 60,
    expireInSeconds: 600,
    cron: "*/15 * * * *",
  },
  /** Compares the last 30 days with Stripe, at night and when an admin asks for it. */
  "reconcile-full": {
    data: z.object({ startedBy: z.uuid().optional() }),
    policy: "short",
    retryLimit: 3,
    retryDelaySeconds: 300,
    expireInSeconds: 3600,
    cron: "10 3 * * *",
  },
} as const satisfies Record<string, QueueDefinition>;

export type QueueName = keyof typeof QUEUES;
export type JobData<Name extends QueueName> = z.infer<(typeof QUEUES)[Name]["data"]>;

export const QUEUE_NAMES = Object.keys(QUEUES) as QueueName[];
