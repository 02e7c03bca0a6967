import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type Stripe from "stripe";

/** A session beside what Stripe keeps of it and doesn't show. */
export interface HiddenSession {
  readonly lineItems: Stripe.LineItem[];
  /** What the payment intent will get when the buyer pays. */
  readonly paymentMetadata: Record<string, string>;
  readonly paymentDescription: string | null;
  readonly methodTypes: string[];
}

/** One try to deliver an event to an endpoint. */
export interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly endpointId: string;
  readonly url: string;
  readonly at: number;
  readonly attempt: number;
  readonly durationMs: number;
  readonly requestHeaders: Record<string, string>;
  /** Null when no answer came. */
  readonly status: number | null;
  readonly response: string;
}

export interface Endpoint {
  readonly object: Stripe.WebhookEndpoint;
  /** Asked for by the options of this start, not by the API: gone after a restart. */
  readonly ofOptions: boolean;
  /** All that are valid now: while one is being rolled, each signs. */
  secrets: string[];
}

type Table<T> = Record<string, T>;

/** Everything the emulator knows. Plain data, so that it can be written to a file. */
export interface State {
  sessions: Table<Stripe.Checkout.Session>;
  hiddenSessions: Table<HiddenSession>;
  paymentIntents: Table<Stripe.PaymentIntent>;
  paymentMethods: Table<Stripe.PaymentMethod>;
  charges: Table<Stripe.Charge>;
  refunds: Table<Stripe.Refund>;
  disputes: Table<Stripe.Dispute>;
  balanceTransactions: Table<Stripe.BalanceTransaction>;
  customers: Table<Stripe.Customer>;
  products: Table<Stripe.Product>;
  prices: Table<Stripe.Price>;
  coupons: Table<Stripe.Coupon>;
  promotionCodes: Table<Stripe.PromotionCode>;
  events: Table<Stripe.Event>;
  endpoints: Table<Endpoint>;
  deliveries: Delivery[];
  /** Cards by payment method: what the test card is made to do. */
  cards: Table<string>;
}

const EMPTY = (): State => ({
  sessions: {},
  hiddenSessions: {},
  paymentIntents: {},
  paymentMethods: {},
  charges: {},
  refunds: {},
  disputes: {},
  balanceTransactions: {},
  customers: {},
  products: {},
  prices: {},
  coupons: {},
  promotionCodes: {},
  events: {},
  endpoints: {},
  deliveries: [],
  cards: {},
});

const SAVE_AFTER_MS = 300;
const KEPT_DELIVERIES = 20_000;

/** The state and the file it is kept in. */
export class Store {
  readonly state: State;
  readonly #file: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(file?: string) {
    this.#file = file;
    this.state = { ...EMPTY(), ...(file ? readState(file) : {}) };
    const made = Object.entries(this.state.endpoints).filter(([, { ofOptions }]) => !ofOptions);
    this.state.endpoints = Object.fromEntries(made);
  }

  /** To be called after every change. */
  changed(): void {
    const surplus = this.state.deliveries.length - KEPT_DELIVERIES;
    if (surplus > 0) this.state.deliveries.splice(0, surplus);
    if (this.#file && !this.#timer) {
      this.#timer = setTimeout(() => this.flush(), SAVE_AFTER_MS);
      this.#timer.unref();
    }
  }

  /**
   * Writes the file now: beside it first, so that a crash leaves the old one whole. It holds the
   * secrets of webhook endpoints, so only its owner may read it.
   */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#file) return;
    mkdirSync(path.dirname(this.#file), { recursive: true });
    rmSync(`${this.#file}.new`, { force: true });
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.state), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function readState(file: string): Partial<State> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Partial<State>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new Error(`${file} can't be read as the emulator's state; move it away`, {
      cause: error,
    });
  }
}

/** An id as Stripe makes them: a prefix and letters and digits. */
export function newId(prefix: string): string {
  const random = randomBytes(18).toString("base64url").replace(/[-_]/g, "x");
  return `${prefix}_${random}`;
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
