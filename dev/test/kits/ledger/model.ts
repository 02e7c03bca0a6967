import type { Command } from "@/lib/ledger/commands";

/**
 * The ledger's rules as architecture says them, in the most naive way that there is: every
 * micro-credit is a coin that lies in a lot. No arithmetic is shared with the code under test.
 */
interface ModelLot {
  readonly id: string;
  readonly payment: string | undefined;
  readonly priority: number;
  readonly expiresAt: number;
  readonly createdAt: number;
  coins: number;
}

interface ModelPayment {
  readonly credits: number;
  readonly balanceAfter: number;
  clawed: number;
  /** The lots of coins that were clawed back, the last one at the end. */
  readonly taken: ModelLot[];
}

export interface ModelOutcome {
  readonly status: "done" | "repeated" | "refused";
  readonly code?: string;
  readonly amount?: number;
  readonly balanceAfter?: number;
}

export class Model {
  readonly lots: ModelLot[] = [];
  debt = 0;
  readonly #payments = new Map<string, ModelPayment>();
  readonly #effects = new Map<string, { asked: string; answer: ModelOutcome }>();

  get balance(): number {
    return this.lots.reduce((sum, lot) => sum + lot.coins, 0) - this.debt;
  }

  run(command: Command, at: number, lotId: string): ModelOutcome {
    if (command.kind === "clawback") return this.#claw(command, at, lotId);
    const known = this.#effects.get(command.idempotencyKey);
    const asked = termsOf(command);
    if (known) {
      return known.asked === asked
        ? { ...known.answer, status: "repeated" }
        : { status: "refused", code: "idempotency_mismatch" };
    }
    if (command.kind === "purchase") {
      const paid = this.#payments.get(command.paymentId);
      if (paid) {
        return { status: "repeated", amount: paid.credits, balanceAfter: paid.balanceAfter };
      }
    }
    const answer = this.#move(command, at, lotId);
    if (answer.status === "done") this.#effects.set(command.idempotencyKey, { asked, answer });
    return answer;
  }

  #move(command: Exclude<Command, { kind: "clawback" }>, at: number, lotId: string): ModelOutcome {
    const coins = Number(command.credits);
    if (command.kind === "spend") {
      if (this.debt > 0) return { status: "refused", code: "in_debt" };
      const fresh = this.#inOrder().filter((lot) => lot.expiresAt > at);
      if (fresh.reduce((sum, lot) => sum + lot.coins, 0) < coins) {
        return { status: "refused", code: "insufficient_credits" };
      }
      for (let coin = 0; coin < coins; coin += 1) takeCoin(fresh);
      return this.#done(-coins);
    }
    if (command.kind === "grant") {
      const expiresAt = command.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
      if (expiresAt <= at) return { status: "refused", code: "invalid_command" };
      const lot = this.#addLot(lotId, undefined, command.priority ?? 50, expiresAt, at);
      for (let coin = 0; coin < coins; coin += 1) this.#giveCoin(() => lot);
      return this.#done(coins);
    }
    const lot = this.#addLot(lotId, command.paymentId, 100, Number.POSITIVE_INFINITY, at);
    for (let coin = 0; coin < coins; coin += 1) this.#giveCoin(() => lot);
    this.#payments.set(command.paymentId, {
      credits: coins,
      balanceAfter: this.balance,
      clawed: 0,
      taken: [],
    });
    return this.#done(coins);
  }

  #claw(
    { paymentId, target }: { paymentId: string; target: bigint },
    at: number,
    lotId: string,
  ): ModelOutcome {
    const payment = this.#payments.get(paymentId);
    const input = Number(target);
    if (!payment || input > payment.credits) return { status: "refused", code: "invalid_command" };
    const before = this.balance;
    for (; payment.clawed < input; payment.clawed += 1) {
      const own = this.#inOrder().filter((lot) => lot.payment === paymentId);
      const lot = takeCoin(own) ?? takeCoin(this.#inOrder());
      if (lot) payment.taken.push(lot);
      else this.debt += 1;
    }
    let extra: ModelLot | undefined;
    for (; payment.clawed > input; payment.clawed -= 1) {
      this.#giveCoin(() => {
        const from = payment.taken.pop();
        if (from) return from;
        extra ??= this.#addLot(lotId, paymentId, 100, Number.POSITIVE_INFINITY, at);
        return extra;
      });
    }
    return this.#done(this.balance - before);
  }

  #done(amount: number): ModelOutcome {
    return { status: "done", amount, balanceAfter: this.balance };
  }

  #giveCoin(findLot: () => ModelLot): void {
    if (this.debt > 0) this.debt -= 1;
    else findLot().coins += 1;
  }

  #addLot(
    id: string,
    payment: string | undefined,
    priority: number,
    expiresAt: number,
    createdAt: number,
  ): ModelLot {
    const lot = { id, payment, priority, expiresAt, createdAt, coins: 0 };
    this.lots.push(lot);
    return lot;
  }

  #inOrder(): ModelLot[] {
    const keys = (lot: ModelLot) => [lot.priority, lot.expiresAt, lot.createdAt, lot.id] as const;
    return [...this.lots].sort((a, b) => {
      const [left, right] = [keys(a), keys(b)];
      for (const [index, key] of left.entries()) {
        const other = right[index] ?? 0;
        if (key !== other) return key < other ? -1 : 1;
      }
      return 0;
    });
  }
}

function takeCoin(lots: readonly ModelLot[]): ModelLot | undefined {
  const lot = lots.find(({ coins }) => coins > 0);
  if (lot) lot.coins -= 1;
  return lot;
}

/** What a key stands for: everything but who asked, and why. */
function termsOf(command: Exclude<Command, { kind: "clawback" }>): string {
  const { actor, reason, metadata, idempotencyKey, ...terms } = command;
  return JSON.stringify(terms, (_, value) => (typeof value === "bigint" ? String(value) : value));
}
