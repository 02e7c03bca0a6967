import type { Command } from "@/lib/ledger/commands";
import {
  addLot,
  availableOf,
  balanceOf,
  fresh,
  giveCoin,
  inOrder,
  type ModelAccount,
  type ModelLot,
  newAccount,
  settle,
  takeCoin,
} from "./model-account";

export interface ModelOutcome {
  readonly status: "done" | "replayed" | "refused";
  readonly code?: string;
  readonly seq?: number;
  readonly amount?: number;
  readonly balanceAfter?: number;
  readonly heldAfter?: number;
}

const NEVER = Number.POSITIVE_INFINITY;

/**
 * The ledger's rules as architecture says them, in the most naive way that there is: every
 * micro-credit is a coin that lies in a lot. No arithmetic is shared with the code under test.
 */
export class Model {
  readonly accounts = new Map<string, ModelAccount>();
  readonly #registered = new Set<string>();
  readonly #keys = new Map<string, { asked: string; answer: ModelOutcome }>();

  run(command: Command, at: number): ModelOutcome {
    const key = keyOf(command);
    const asked = termsOf(command);
    const known = key ? this.#keys.get(key) : undefined;
    if (known) {
      if (known.asked === asked) return { ...known.answer, status: "replayed" };
      return refused(command.kind === "purchase" ? "payment_conflict" : "idempotency_mismatch");
    }
    const { accountId } = command;
    const account = structuredClone(this.accounts.get(accountId) ?? newAccount());
    settle(account, at);
    const answer = this.#decide(account, command, at);
    if (answer.status !== "refused") this.accounts.set(accountId, account);
    if (answer.seq !== undefined && key) this.#keys.set(key, { asked, answer });
    return answer;
  }

  #decide(account: ModelAccount, command: Command, at: number): ModelOutcome {
    switch (command.kind) {
      case "purchase": {
        const names = [command.paymentId, command.purchaseId];
        if (names.some((name) => this.#registered.has(name))) return refused("payment_conflict");
        for (const name of names) this.#registered.add(name);
        const credits = Number(command.credits);
        account.payments.set(command.paymentId, { credits, clawed: 0, taken: [] });
        return give(account, credits, paidLot(account, command.paymentId, at));
      }
      case "grant": {
        const expiresAt = command.expiresAt?.getTime() ?? NEVER;
        if (expiresAt <= at) return refused("invalid_command");
        const priority = command.priority ?? 50;
        const terms = { payment: undefined, priority, expiresAt };
        const same = account.lots.find((lot) => lot.coins > 0 && isSame(lot, terms));
        const lot = same ?? addLot(account, { ...terms, createdAt: at });
        return give(account, Number(command.credits), lot);
      }
      case "spend": {
        const coins = Number(command.credits);
        if (coins === 0) return nothing(account);
        if (account.debt > 0) return refused("in_debt");
        if (availableOf(account, at) < coins) return refused("insufficient_credits");
        const lots = fresh(inOrder(account), at);
        for (let coin = 0; coin < coins; coin += 1) takeCoin(lots);
        return done(account, -coins);
      }
      case "clawback":
        return claw(account, command.paymentId, Number(command.target), at);
    }
  }
}

function give(account: ModelAccount, coins: number, lot: ModelLot): ModelOutcome {
  for (let coin = 0; coin < coins; coin += 1) giveCoin(account, () => lot);
  return done(account, coins);
}

function paidLot(account: ModelAccount, payment: string, at: number): ModelLot {
  return addLot(account, { payment, priority: 100, expiresAt: NEVER, createdAt: at });
}

function isSame(lot: ModelLot, terms: Partial<ModelLot>): boolean {
  return (
    lot.payment === terms.payment &&
    lot.priority === terms.priority &&
    lot.expiresAt === terms.expiresAt
  );
}

function claw(account: ModelAccount, paymentId: string, wanted: number, at: number): ModelOutcome {
  const payment = account.payments.get(paymentId);
  if (!payment || wanted > payment.credits) return refused("invalid_command");
  if (payment.clawed === wanted) return nothing(account);
  const before = balanceOf(account);
  for (; payment.clawed < wanted; payment.clawed += 1) {
    const lots = fresh(inOrder(account), at);
    const own = lots.filter((lot) => lot.payment === paymentId);
    const lot = takeCoin([...own, ...lots, ...inOrder(account)]);
    if (lot) payment.taken.push(lot);
    else account.debt += 1;
  }
  let extra: ModelLot | undefined;
  for (; payment.clawed > wanted; payment.clawed -= 1) {
    giveCoin(account, () => {
      const from = payment.taken.pop();
      if (from) return from;
      extra ??= paidLot(account, paymentId, at);
      return extra;
    });
  }
  return done(account, balanceOf(account) - before);
}

function done(account: ModelAccount, amount: number): ModelOutcome {
  account.seq += 1;
  return { ...nothing(account), seq: account.seq, amount };
}

/** Done, with nothing to change: no entry. */
function nothing(account: ModelAccount): ModelOutcome {
  const [balanceAfter, heldAfter] = [balanceOf(account), account.held];
  return { status: "done", seq: undefined, amount: 0, balanceAfter, heldAfter };
}

function refused(code: string): ModelOutcome {
  return { status: "refused", code };
}

/** Under what a command is known again; clawbacks are absolute and need nothing. */
function keyOf(command: Command): string | undefined {
  if (command.kind === "clawback") return undefined;
  const name = command.kind === "purchase" ? command.paymentId : command.idempotencyKey;
  return `${command.accountId} ${command.kind === "purchase"} ${name}`;
}

/** What a key stands for: everything but who asked, and why. */
function termsOf(command: Command): string {
  const { actor, reason, metadata, ...terms } = command;
  return JSON.stringify(terms, (_, value) => (typeof value === "bigint" ? String(value) : value));
}
