import { sql } from "drizzle-orm";
import type Stripe from "stripe";
import { type SignedRequest, signRequest } from "@/dev/bench/http/webhook-purchases";
import { createUser } from "@/lib/access/users";
import { startCheckout } from "@/lib/checkout/checkout";
import { newId } from "@/lib/shared/ids";
import { createStripe } from "@/lib/stripe/client";
import type { RunningEmulator } from "@/packages/stripe-emulator/server";
import { SECRET, type System } from "./system";

const CREDITS = 1_000;
const PRICE_MINOR = 1_000;
const PARALLEL = 20;

interface PaidRow {
  readonly session: string;
  readonly payment_intent: string;
  readonly payment_status: string;
  readonly amount_refunded: number;
}

/** Credits by the payment they came from. */
export type CreditsByPayment = ReadonlyMap<string, number>;

/** Sells through the product's checkout on the emulator, and knows what Stripe says was paid. */
export class Shop {
  readonly #sessions = new Set<string>();

  constructor(
    readonly emulator: RunningEmulator,
    readonly database: System["database"],
  ) {}

  /** New people open a checkout page each. @returns the ids of their sessions */
  async openCheckouts(count: number): Promise<string[]> {
    const opened: string[] = [];
    const openNext = async () => {
      const email = `${newId()}@example.com`;
      const user = await createUser(this.database, { email, name: "Buyer", emailVerified: true });
      const purchase = await startCheckout(this.database, { user, packCode: "starter" });
      this.#sessions.add(purchase.sessionId);
      opened.push(purchase.sessionId);
    };
    for (let made = 0; made < count; made += PARALLEL) {
      await Promise.all(Array.from({ length: Math.min(PARALLEL, count - made) }, openNext));
    }
    return opened;
  }

  async pay(sessions: readonly string[]): Promise<void> {
    for (const session of sessions) await this.control(`sessions/${session}/pay`, {});
  }

  /** Sells so many packs. @returns what Stripe sends when each of them was paid */
  async sell(count: number): Promise<SignedRequest[]> {
    const sessions = new Set(await this.openCheckouts(count));
    await this.pay([...sessions]);
    const requests: SignedRequest[] = [];
    const events = createStripe("sk_test_ofTheShop", this.emulator.url).events.list({
      type: "checkout.session.completed",
      limit: 100,
    });
    for await (const event of events) {
      if (sessions.has((event.data.object as Stripe.Checkout.Session).id)) {
        requests.push(signRequest(JSON.stringify(event, null, 2), SECRET));
      }
    }
    return requests;
  }

  async refund(payments: readonly string[], amount: number): Promise<void> {
    for (const payment of payments) {
      await this.control(`payment_intents/${payment}/refund`, { amount });
    }
  }

  /** What people must have, by Stripe's word: what they paid for, less what they got back. */
  async owed(): Promise<CreditsByPayment> {
    const rows = (await this.control("ledger")) as PaidRow[];
    const paid = rows.filter(
      (row) => this.#sessions.has(row.session) && row.payment_status === "paid",
    );
    return new Map(
      paid.map((row) => [
        row.payment_intent,
        CREDITS - Math.floor((CREDITS * row.amount_refunded) / PRICE_MINOR),
      ]),
    );
  }

  /** What the ledger has for each payment. */
  async credited(database = this.database): Promise<CreditsByPayment> {
    const rows = await database.read.execute<{ payment: string; credits: string }>(
      sql`select source_id as payment, (sum(amount) / 1000000)::text as credits
        from ledger_entries where source_type = 'payment' group by source_id`,
    );
    return new Map(rows.map(({ payment, credits }) => [payment, Number(credits)]));
  }

  private async control(path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.emulator.url}/_emulator/${path}`, {
      method: body ? "POST" : "GET",
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  }
}
