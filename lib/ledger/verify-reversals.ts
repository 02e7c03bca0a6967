import { type Break, ReachesBack, show } from "./ledger-fault";
import type { Entry } from "./state";

/** I4: of what a payment granted, or an entry took, no more is taken or given back. */
export class ReversalVerification {
  readonly #payments = new Map<string, { readonly granted: bigint; readonly clawed: bigint }>();
  readonly #reversible = new Map<number, bigint>();

  /** @param startSeq entries until then aren't replayed @param fail reports a violation */
  constructor(
    readonly startSeq: number,
    readonly fail: Break,
  ) {}

  checkEntry(entry: Entry): void {
    if (entry.kind === "purchase") this.#checkPurchase(entry);
    else if (/^(refund|dispute)/.test(entry.kind)) this.#checkClawback(entry);
    this.#checkReversal(entry);
  }

  #checkPurchase({ sourceId, amount }: Entry): void {
    if (this.#payments.has(sourceId)) {
      this.fail("I4", `payment ${sourceId} was credited before`);
    }
    this.#payments.set(sourceId, { granted: amount, clawed: 0n });
  }

  #checkClawback({ sourceId, amount }: Entry): void {
    const payment = this.#payments.get(sourceId);
    if (!payment && this.startSeq > 0) throw new ReachesBack();
    if (!payment) this.fail("I4", `payment ${sourceId} was never credited`);
    const { granted } = payment;
    const clawed = payment.clawed - amount;
    if (clawed < 0n || clawed > granted) {
      this.fail(
        "I4",
        `${show(clawed)} of ${show(granted)} credits of payment ${sourceId} would be taken back`,
      );
    }
    this.#payments.set(sourceId, { granted, clawed });
  }

  #checkReversal({ seq, kind, amount, reverses }: Entry): void {
    if (amount < 0n && (kind === "spend" || kind === "capture")) {
      this.#reversible.set(seq, -amount);
    }
    if (reverses === null) return;
    if (reverses <= this.startSeq) throw new ReachesBack();
    const left = (this.#reversible.get(reverses) ?? 0n) - amount;
    if (left < 0n) this.fail("I4", `it gives back more than entry ${reverses} took`);
    this.#reversible.set(reverses, left);
  }
}
