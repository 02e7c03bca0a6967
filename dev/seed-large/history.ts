import { v7 } from "uuid";
import type { Command } from "@/lib/ledger/commands";
import { decide } from "@/lib/ledger/decide";
import { type AccountState, type Entry, emptyAccount, type Lot } from "@/lib/ledger/state";
import { fromMicro, wholeCredits } from "@/lib/shared/credits";
import { createRandom, pick } from "./random";

/** Which accounts are made, and over what time they lived. */
export interface Era {
  readonly accounts: number;
  /** For each account: its purchase and what it spent. */
  readonly entriesPerAccount: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Everything of one account: who owns it, what they bought, and every entry since. */
export interface History {
  readonly index: number;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly signedUpAt: Date;
  readonly purchase: PurchaseFacts;
  readonly account: AccountState;
  readonly entries: readonly Entry[];
  /** As they are at the end. */
  readonly lots: readonly Lot[];
}

export interface PurchaseFacts extends Pack {
  readonly id: string;
  readonly sessionId: string;
  readonly paymentId: string;
  readonly chargeId: string;
  readonly eventId: string;
  readonly deliveryId: string;
  readonly orderedAt: Date;
  readonly completedAt: Date;
}

interface Pack {
  readonly packCode: string;
  readonly packName: string;
  readonly credits: number;
  readonly amountMinor: number;
}

const DAY_MS = 86_400_000;
/** How long an account is active after it was made. */
const ACTIVE_MS = 30 * DAY_MS;

const PACKS: readonly [Pack, ...Pack[]] = [
  { packCode: "starter", packName: "Starter Pack", credits: 1_000, amountMinor: 1_000 },
  { packCode: "starter", packName: "Starter Pack", credits: 1_000, amountMinor: 1_000 },
  { packCode: "standard", packName: "Standard Pack", credits: 5_000, amountMinor: 4_500 },
  { packCode: "pro", packName: "Pro Pack", credits: 10_000, amountMinor: 8_000 },
];
const SERVICES: readonly [string, ...string[]] = ["chat", "images", "search", "speech"];
const MODELS: readonly [string, ...string[]] = ["gpt-5", "gpt-5-mini", "sonnet", "flux"];
const NAMES: readonly [string, ...string[]] = ["Ada", "Bea", "Cleo", "Dan", "Eve", "Finn", "Gus"];

/**
 * Makes the history of one account by the ledger's own decisions, so that hashes, keys, lots and
 * balances are what the ledger would have written.
 */
export function makeHistory(index: number, era: Era): History {
  const random = createRandom(index);
  const span = era.endsAt.getTime() - era.startsAt.getTime();
  const signedUpAt = new Date(era.startsAt.getTime() + (span * index) / era.accounts);
  const account = emptyAccount(idAt(signedUpAt));
  const purchase = makePurchase(index, signedUpAt, pick(random, PACKS));
  const timeline = makeTimes(era, purchase.completedAt, random);
  const commands: [Date, Command][] = [
    [purchase.completedAt, buy(account.id, purchase)],
    ...timeline.map((at, number): [Date, Command] => [
      at,
      spend(account.id, `seed-${index}-${number}`, random),
    ]),
  ];
  return {
    ...{ index, signedUpAt, purchase, userId: idAt(signedUpAt) },
    email: `buyer-${index}@seed.example`,
    name: `${pick(random, NAMES)} ${index}`,
    ...carryOut(account, commands),
  };
}

function carryOut(empty: AccountState, commands: readonly [Date, Command][]) {
  let account = empty;
  const entries: Entry[] = [];
  const lots = new Map<string, Lot>();
  for (const [at, command] of commands) {
    const book = { accounts: new Map([[account.id, account]]), registrations: [] };
    const { plans, states } = decide(book, command, { at, newId: () => idAt(at) });
    for (const plan of plans) {
      if (plan.entry) entries.push(plan.entry);
      for (const lot of plan.lots) lots.set(lot.id, lot);
    }
    // A refusal, such as for want of credits, changes nothing.
    account = states[0] ?? account;
  }
  return { account, entries, lots: [...lots.values()] };
}

function makePurchase(index: number, signedUpAt: Date, pack: Pack): PurchaseFacts {
  const orderedAt = new Date(signedUpAt.getTime() + 60_000);
  const completedAt = new Date(orderedAt.getTime() + 90_000);
  const number = String(index).padStart(10, "0");
  return {
    ...pack,
    id: idAt(orderedAt),
    sessionId: `cs_test_seed${number}`,
    paymentId: `pi_seed${number}`,
    chargeId: `ch_seed${number}`,
    eventId: `evt_seed${number}`,
    deliveryId: idAt(completedAt),
    ...{ orderedAt, completedAt },
  };
}

/** When an account spends, in order; never before its purchase, and never in the future. */
function makeTimes(era: Era, from: Date, random: () => number): Date[] {
  const until = Math.min(from.getTime() + ACTIVE_MS, era.endsAt.getTime());
  const length = Math.max(0, until - from.getTime());
  return Array.from({ length: era.entriesPerAccount - 1 }, () => random())
    .sort((a, b) => a - b)
    .map((part) => new Date(from.getTime() + Math.floor(length * part)));
}

function buy(accountId: string, { credits, paymentId, id, packName }: PurchaseFacts): Command {
  return {
    ...{ kind: "purchase", accountId, paymentId, purchaseId: id, actor: "stripe" },
    credits: wholeCredits(credits),
    reason: `Purchase of ${packName}`,
  };
}

function spend(accountId: string, idempotencyKey: string, random: () => number): Command {
  const service = pick(random, SERVICES);
  const model = pick(random, MODELS);
  return {
    ...{ kind: "spend", accountId, idempotencyKey, actor: "system" },
    source: { type: "service", id: service },
    reason: `Used by ${service} (${model})`,
    metadata: { model },
    // Up to a tenth of the smallest pack, with four decimals.
    credits: fromMicro(BigInt(1 + Math.floor(random() * 1_000_000)) * 100n),
  };
}

/** An id whose place among others is that of its time, as ids made then would have. */
function idAt(at: Date): string {
  return v7({ msecs: at.getTime() });
}
