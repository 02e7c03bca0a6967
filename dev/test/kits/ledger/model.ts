import type { Command } from "@/lib/ledger/commands";
import {
  addLot,
  availableOf,
  balanceOf,
  forCapture,
  fresh,
  giveCoin,
  heldOf,
  inOrder,
  isDue,
  type ModelAccount,
  type ModelHold,
  type ModelLot,
  NEVER,
  newAccount,
  restore,
  settle,
  spend,
  takeCoin,
} from "./model-account";
import { accountIdsOf, keysOf, termsOf } from "./model-keys";

export interface ModelOutcome {
  readonly status: "done" | "replayed" | "refused";
  readonly code?: string;
  readonly seq?: number;
  readonly amount?: number;
  readonly balanceAfter?: number;
  readonly heldAfter?: number;
  readonly shortfall?: number;
}

interface Step {
  readonly at: number;
  /** The id of the hold, should the command place one. */
  readonly holdId: string;
}

type CommandOf<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;
type Rules = {
  [Kind in Command["kind"]]: (
    accounts: [ModelAccount, ModelAccount],
    command: CommandOf<Kind>,
    step: Step,
  ) => ModelOutcome;
};

/**
 * The ledger's rules as architecture says them, in the most naive way that there is: every
 * micro-credit is a coin that lies in a lot. No arithmetic is shared with the code under test.
 */
export class Model {
  readonly accounts = new Map<string, ModelAccount>();
  readonly #registered = new Set<string>();
  readonly #keys = new Map<string, { asked: string; answer: ModelOutcome | undefined }>();

  run(command: Command, step: Step): ModelOutcome {
    const keys = keysOf(command);
    const asked = termsOf(command);
    const known = keys.map((key) => this.#keys.get(key)).find(Boolean);
    if (known) {
      const own = keys[0] === undefined ? undefined : this.#keys.get(keys[0]);
      if (own?.answer && own.asked === asked) return { ...own.answer, status: "replayed" };
      return refused(command.kind === "purchase" ? "payment_conflict" : "idempotency_mismatch");
    }
    const names = command.kind === "purchase" ? [command.paymentId, command.purchaseId] : [];
    if (names.some((name) => this.#registered.has(name))) return refused("payment_conflict");

    const ids = accountIdsOf(command);
    // A refusal takes back what expired, so that happens on a copy.
    const [first, second] = ids.map((id) => {
      const account = this.accounts.get(id) ?? newAccount();
      if (!isDue(account, step.at)) return account;
      const copy = structuredClone(account);
      settle(copy, step.at);
      return copy;
    }) as [ModelAccount, ModelAccount];
    const rule = RULES[command.kind] as Rules[Command["kind"]];
    const answer = rule([first, second], command as never, step);
    if (answer.status === "refused") return answer;
    for (const [index, id] of ids.entries()) {
      this.accounts.set(id, [first, second][index] ?? newAccount());
    }
    for (const name of names) this.#registered.add(name);
    if (answer.seq === undefined) return answer;
    for (const [index, key] of keys.entries()) {
      this.#keys.set(key, { asked, answer: index === 0 ? answer : undefined });
    }
    return answer;
  }
}

const RULES: Rules = {
  purchase([account], { paymentId, credits, expiresInSeconds }, { at }) {
    const coins = Number(credits);
    account.payments.set(paymentId, { credits: coins, coins: 0, lots: [] });
    const terms = { kind: "paid", source: `payment ${paymentId}`, priority: 100 } as const;
    const expiresAt = expiresInSeconds === undefined ? NEVER : at + expiresInSeconds * 1000;
    return give(account, coins, addLot(account, { ...terms, expiresAt, createdAt: at }));
  },

  grant([account], { credits, expiresAt, priority = 50, source }, { at }) {
    const ends = expiresAt?.getTime() ?? NEVER;
    if (ends <= at) return refused("invalid_command");
    const terms = {
      kind: "promotional",
      source: nameOf(source),
      priority,
      expiresAt: ends,
    } as const;
    const same = account.lots.find((lot) => lot.coins > 0 && isSame(lot, terms));
    return give(account, Number(credits), same ?? addLot(account, { ...terms, createdAt: at }));
  },

  spend([account], { credits }, { at }) {
    if (credits === 0n) return nothing(account);
    const refusal = refuseUnavailable(account, Number(credits), at);
    if (refusal) return refusal;
    spend(account, Number(credits), fresh(inOrder(account), at));
    return done(account, -Number(credits));
  },

  clawback([account], { paymentId, target }, { at }) {
    const payment = account.payments.get(paymentId);
    const wanted = Number(target);
    if (!payment || wanted > payment.credits) return refused("invalid_command");
    if (payment.coins === wanted) return nothing(account);
    const before = balanceOf(account);
    const source = `payment ${paymentId}`;
    const lots = inOrder(account);
    const usable = fresh(lots, at);
    const own = usable.filter((lot) => lot.source === source && lot.kind === "paid");
    while (payment.coins < wanted) takeCoin(account, [...own, ...usable, ...lots], payment);
    restore(account, payment, { coins: payment.coins - wanted, source, at });
    return done(account, balanceOf(account) - before);
  },

  adjustment([account], { credits, source }, { at }) {
    const coins = Number(credits);
    const terms = { kind: "promotional", source: nameOf(source), priority: 50 } as const;
    if (coins > 0) {
      return give(account, coins, addLot(account, { ...terms, expiresAt: NEVER, createdAt: at }));
    }
    const lost = { credits: -coins, coins: 0, lots: [] };
    const lots = inOrder(account);
    while (lost.coins < -coins) takeCoin(account, [...fresh(lots, at), ...lots], lost);
    return done(account, coins);
  },

  hold([account], { credits, expiresInSeconds, onExpire = "release" }, { at, holdId }) {
    const coins = Number(credits);
    const refusal = refuseUnavailable(account, coins, at);
    if (refusal) return refusal;
    const expiresAt = at + expiresInSeconds * 1000;
    account.holds.set(holdId, { coins, onExpire, expiresAt, state: "open" });
    return done(account, 0);
  },

  capture([account], { holdId, credits, onInsufficient = "refuse" }, { at }) {
    return withOpenHold(account, holdId, (hold) => {
      const used = Number(credits ?? hold.coins);
      const within = Math.max(Math.min(used, hold.coins, balanceOf(account)), 0);
      const beyond = Math.min(Math.max(used - hold.coins, 0), availableOf(account, at));
      const cover = within + beyond;
      if (cover < used && onInsufficient === "refuse") return refused("insufficient_credits");
      const taken = onInsufficient === "owe" ? used : cover;
      spend(account, taken, forCapture(account, at));
      hold.state = "captured";
      return { ...done(account, 0 - taken), shortfall: used - taken };
    });
  },

  release([account], { holdId }) {
    return withOpenHold(account, holdId, (hold) => {
      hold.state = "released";
      return done(account, 0);
    });
  },

  extend([account], { holdId, expiresInSeconds }, { at }) {
    return withOpenHold(account, holdId, (hold) => {
      hold.expiresAt = Math.max(hold.expiresAt, at + expiresInSeconds * 1000);
      return nothing(account);
    });
  },

  reverse([account], { entrySeq, credits }, { at }) {
    if (entrySeq > account.seq) return refused("not_found");
    const spent = account.spent.get(entrySeq);
    if (!spent) return refused("invalid_command");
    const coins = Number(credits ?? spent.coins);
    if (coins > spent.coins || coins === 0) return refused("invalid_command");
    restore(account, spent, { coins, source: `entry ${entrySeq}`, at });
    return done(account, coins);
  },

  transfer([payer, payee], { accountId, credits, paidOnly, terms }, { at }) {
    const coins = Number(credits);
    const refusal = refuseUnavailable(payer, coins, at);
    if (refusal) return refusal;
    const moved = { credits: coins, coins: 0, lots: [] as ModelLot[] };
    const lots = fresh(inOrder(payer), at).filter(({ kind }) => !paidOnly || kind === "paid");
    if (lots.reduce((sum, lot) => sum + lot.coins, 0) < coins) {
      return refused("insufficient_credits");
    }
    while (moved.coins < coins) takeCoin(payer, lots, moved);
    const source = `account ${accountId}`;
    const arrived: ModelLot[] = [];
    for (const from of moved.lots) {
      giveCoin(payee, () => {
        const { kind, priority, expiresAt } = terms
          ? {
              kind: "promotional" as const,
              priority: terms.priority ?? 50,
              expiresAt: terms.expiresAt?.getTime() ?? NEVER,
            }
          : from;
        const like = { kind, priority, expiresAt, source };
        const same = arrived.find((lot) => isSame(lot, like));
        const lot = same ?? addLot(payee, { ...like, createdAt: at });
        if (!same) arrived.push(lot);
        return lot;
      });
    }
    payee.seq += 1;
    return done(payer, -coins);
  },

  expire([account]) {
    return nothing(account);
  },
};

function refuseUnavailable(account: ModelAccount, coins: number, at: number) {
  if (account.debt > 0) return refused("in_debt");
  return availableOf(account, at) < coins ? refused("insufficient_credits") : undefined;
}

function withOpenHold(
  account: ModelAccount,
  holdId: string,
  use: (hold: ModelHold) => ModelOutcome,
): ModelOutcome {
  const hold = account.holds.get(holdId);
  if (!hold) return refused("not_found");
  return hold.state === "open" ? use(hold) : refused("hold_ended");
}

function give(account: ModelAccount, coins: number, lot: ModelLot): ModelOutcome {
  for (let coin = 0; coin < coins; coin += 1) giveCoin(account, () => lot);
  return done(account, coins);
}

function isSame(lot: ModelLot, terms: Partial<ModelLot>): boolean {
  return (
    lot.kind === terms.kind &&
    lot.source === terms.source &&
    lot.priority === terms.priority &&
    lot.expiresAt === terms.expiresAt
  );
}

function done(account: ModelAccount, amount: number): ModelOutcome {
  account.seq += 1;
  return { ...nothing(account), seq: account.seq, amount };
}

/** Done, with nothing to change: no entry. */
function nothing(account: ModelAccount): ModelOutcome {
  return {
    status: "done",
    seq: undefined,
    amount: 0,
    balanceAfter: balanceOf(account),
    heldAfter: heldOf(account),
    shortfall: 0,
  };
}

function refused(code: string): ModelOutcome {
  return { status: "refused", code };
}

function nameOf({ type, id }: { readonly type: string; readonly id: string }): string {
  return `${type} ${id}`;
}
