import { eq } from "drizzle-orm";
import type postgres from "postgres";
import type Stripe from "stripe";
import type { Database } from "@/db/client";
import { purchases, stripeDeliveries, stripeEvents } from "@/db/schema";
import { signatureHeader } from "@/dev/test/kits/billing/signed";
import { type StripeFault, type TestStripe, useStripe } from "@/dev/test/kits/billing/stripe";
import { env } from "@/env";
import { createUser, type User } from "@/lib/access/users";
import { startCheckout } from "@/lib/checkout/checkout";
import { readAccount } from "@/lib/ledger/read-account";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import type { Credits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { HANDLED_EVENTS } from "@/lib/stripe/events";
import { type ParsedEvent, parseEvent } from "@/lib/stripe/parsed-event";
import type { DeliveryResult } from "@/lib/webhooks/process-batch";
import { receiveWebhook } from "@/lib/webhooks/receive-webhook";
import { createWebhookProcessor, type WebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { type TestDatabase, useTestDatabase } from "../database";
import { findDisagreements, type StripeWord } from "./oracle";

/** A purchase with its checkout page at Stripe. */
export interface OpenPurchase {
  readonly user: User;
  readonly id: string;
  readonly sessionId: string;
  readonly checkoutUrl: string;
}

/**
 * A shop with its database and its Stripe, for the tests of a file. What a test does at Stripe
 * gives back the events that it caused; they arrive only when the test delivers them.
 */
export function useBillingStage(options: { readonly poolSize?: number } = {}): BillingStage {
  const db = useTestDatabase(options);
  const stripe = useStripe();
  return new BillingStage(db, stripe);
}

export class BillingStage {
  readonly #db: () => TestDatabase;
  readonly #stripe: () => TestStripe;
  #processor: WebhookProcessor | undefined;
  #lastAct: Promise<unknown> = Promise.resolve();

  constructor(db: () => TestDatabase, stripe: () => TestStripe) {
    this.#db = db;
    this.#stripe = stripe;
  }

  get database(): Database {
    return this.#db().database;
  }

  get databaseUrl(): string {
    return this.#db().url;
  }

  /** Runs statements as the owner of the tables. */
  asOwner<Result>(work: (sql: postgres.Sql) => Promise<Result>): Promise<Result> {
    return this.#db().asOwner(work);
  }

  get stripe(): TestStripe {
    return this.#stripe();
  }

  /** The webhook processor of one process. */
  get webhookProcessor(): WebhookProcessor {
    this.#processor ??= this.newProcessor();
    return this.#processor;
  }

  /** As another process on the same database has it. */
  newProcessor(database = this.database): WebhookProcessor {
    return createWebhookProcessor(database, { livemode: false, deadlineMs: 60_000 });
  }

  buyer(): Promise<User> {
    return createUser(this.database, {
      email: `${newId()}@example.com`,
      name: "Bea Buyer",
      emailVerified: true,
    });
  }

  /** A click on Purchase Credits. */
  async openPurchase(packCode = "starter", user?: User): Promise<OpenPurchase> {
    const buyer = user ?? (await this.buyer());
    const { purchaseId, ...page } = await startCheckout(this.database, { user: buyer, packCode });
    return { user: buyer, id: purchaseId, ...page };
  }

  /** The buyer pays on Stripe's page, by card unless told. */
  pay(purchase: OpenPurchase, by: { method?: "card" | "sepa_debit"; card?: string } = {}) {
    return this.#causing(() => this.stripe.act(`sessions/${purchase.sessionId}/pay`, by));
  }

  /** A whole purchase, up to its credits. */
  async buy(packCode?: string, user?: User): Promise<OpenPurchase> {
    const purchase = await this.openPurchase(packCode, user);
    await this.deliver(...(await this.pay(purchase)));
    return purchase;
  }

  /** The bank's word on a debit, or the end of a page. */
  bank(purchase: OpenPurchase, word: "settle" | "fail" | "expire") {
    return this.#causing(() => this.stripe.act(`sessions/${purchase.sessionId}/${word}`));
  }

  async refund(purchase: OpenPurchase, amount?: number) {
    const intent = await this.paymentOf(purchase);
    return this.#causing(() => this.stripe.act(`payment_intents/${intent}/refund`, { amount }));
  }

  /** The payment intent of a session that was paid. */
  async paymentOf({ sessionId }: OpenPurchase): Promise<string> {
    const path = `checkout/sessions/${sessionId}`;
    const { payment_intent: id } = await this.stripe.get<Stripe.Checkout.Session>(path);
    if (typeof id !== "string") throw new Error(`Session ${sessionId} was never paid.`);
    return id;
  }

  failRefund(refundId: string) {
    return this.#causing(() => this.stripe.act(`refunds/${refundId}/fail`));
  }

  async dispute(
    purchase: OpenPurchase,
    given: { amount?: number; kind?: "dispute" | "inquiry" } = {},
  ) {
    const { chargeId } = await this.purchase(purchase);
    return this.#causing(() => this.stripe.act(`charges/${chargeId}/dispute`, given));
  }

  escalate(disputeId: string) {
    return this.#causing(() => this.stripe.act(`disputes/${disputeId}/funds_withdrawn`));
  }

  closeDispute(disputeId: string, status: "won" | "lost" | "warning_closed") {
    return this.#causing(() => this.stripe.act(`disputes/${disputeId}/close`, { status }));
  }

  testWebhook() {
    return this.#causing(() => this.stripe.act("test_webhook"));
  }

  /** Events arrive, one after the other, signed. @returns what became of the last one */
  async deliver(...events: readonly Stripe.Event[]): Promise<DeliveryResult> {
    let deliveryResult: DeliveryResult | undefined;
    for (const event of events) deliveryResult = await this.deliverTo(this.webhookProcessor, event);
    if (!deliveryResult) throw new Error("There was no event to deliver.");
    return deliveryResult;
  }

  deliverTo(webhookProcessor: WebhookProcessor, event: Stripe.Event): Promise<DeliveryResult> {
    const body = Buffer.from(JSON.stringify(event, null, 2));
    const signature = signatureHeader(body, { secrets: env().stripe.webhookSecrets });
    return receiveWebhook(webhookProcessor, { body, signature });
  }

  /** An event as the webhook reads it, for the other ways in. */
  read(event: Stripe.Event): ParsedEvent {
    return parseEvent(structuredClone(event));
  }

  /** All events at Stripe that this product asks for, oldest first. */
  async events(): Promise<Stripe.Event[]> {
    const all: Stripe.Event[] = [];
    for (;;) {
      const last = all.at(-1);
      const page = await this.#listEvents({ ...(last && { starting_after: last.id }) });
      all.push(...page);
      if (page.length < 100) return all.reverse().filter(({ type }) => HANDLED.has(type));
    }
  }

  async purchase({ id }: Pick<OpenPurchase, "id">): Promise<PurchaseRow> {
    const [row] = await this.database.read.select().from(purchases).where(eq(purchases.id, id));
    if (!row) throw new Error(`There is no purchase ${id}.`);
    return row;
  }

  async balance({ user }: Pick<OpenPurchase, "user">): Promise<Credits> {
    return (await readAccount(this.database.read, user.accountId)).balance;
  }

  /** What the webhook processor keeps of an event, with the outcome of each delivery. */
  async record(eventId: string) {
    const [event] = await this.database.read
      .select()
      .from(stripeEvents)
      .where(eq(stripeEvents.id, eventId));
    const deliveries = await this.database.read
      .select({ outcome: stripeDeliveries.outcome, answered: stripeDeliveries.answeredStatus })
      .from(stripeDeliveries)
      .where(eq(stripeDeliveries.eventId, eventId))
      .orderBy(stripeDeliveries.id);
    return { event, deliveries };
  }

  fault(...faults: StripeFault[]): Promise<void> {
    return this.stripe.fail(...faults);
  }

  /**
   * What Stripe, the purchases and the ledger don't agree on; asked at the end of every scenario.
   * @param given.uncredited sessions that were paid, and rightly brought no credits
   */
  async findFaults(given: { readonly uncredited?: readonly string[] } = {}): Promise<string[]> {
    const words = await this.stripe.ledger<StripeWord>();
    return findDisagreements(this.database, words, given.uncredited);
  }

  /** A page of events, newest first. */
  async #listEvents(query: Readonly<Record<string, string | number>>): Promise<Stripe.Event[]> {
    const { data } = await this.stripe.get<{ data: Stripe.Event[] }>("events", {
      limit: 100,
      ...query,
    });
    return data;
  }

  /** Does something at Stripe. @returns the events of it that this product asks for, oldest first */
  #causing(act: () => Promise<unknown>): Promise<Stripe.Event[]> {
    // One at a time, so that what happens in between is known to be its own.
    const events = this.#lastAct.then(async () => {
      const [newest] = await this.#listEvents({ limit: 1 });
      await act();
      return this.#listEvents({ ...(newest && { ending_before: newest.id }) });
    });
    this.#lastAct = events.catch(() => undefined);
    return events.then((all) => all.reverse().filter(({ type }) => HANDLED.has(type)));
  }
}

const HANDLED: ReadonlySet<string> = new Set(HANDLED_EVENTS);
