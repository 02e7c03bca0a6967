import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runPrepared } from "@/db/prepared";
import { toDecimal } from "@/lib/shared/credits";
import type { Plan } from "./post";
import type { AccountState, Effect, Entry, Lot } from "./state";

/**
 * Writes what was decided: one statement per table and one round trip in all, however many
 * commands the batch had. Rows travel as JSON, so that a statement's text never varies.
 */
export async function applyPlans(
  tx: Tx,
  plans: readonly Plan[],
  states: ReadonlyMap<string, AccountState>,
  at: Date,
): Promise<void> {
  const entries = plans.map((plan) => plan.entry);
  if (entries.length === 0) return;
  const effects = plans.flatMap((plan) => plan.effect ?? []);
  const touched = new Set(entries.map((entry) => entry.accountId));
  const accounts = [...states.values()].filter((state) => touched.has(state.id));

  // The connection carries them out in this order: lots refer to the entries that made them.
  await Promise.all([
    runPrepared(
      tx,
      sql`insert into ledger_entries
        select * from jsonb_populate_recordset(null::ledger_entries, ${json(entries.map(entryRow))})`,
    ),
    runPrepared(
      tx,
      sql`insert into credit_grants
        select * from jsonb_populate_recordset(null::credit_grants, ${json(lastLots(plans).map(lotRow))})
        on conflict (account_id, id) do update set remaining = excluded.remaining`,
    ),
    runPrepared(
      tx,
      sql`update credit_accounts account
        set balance = changed.balance, held = changed.held, entry_seq = changed.entry_seq,
          head_hash = changed.head_hash, updated_at = changed.updated_at
        from jsonb_populate_recordset(null::credit_accounts, ${json(accounts.map((state) => accountRow(state, at)))}) changed
        where account.id = changed.id`,
    ),
    runPrepared(
      tx,
      sql`insert into ledger_effects
        select * from jsonb_populate_recordset(null::ledger_effects, ${json(effects.map((effect) => effectRow(effect, at)))})`,
    ),
  ]);
}

/** A lot that several commands of the batch touched is written once, as the last one left it. */
function lastLots(plans: readonly Plan[]): Lot[] {
  const lots = new Map<string, Lot>();
  for (const plan of plans) for (const lot of plan.lots) lots.set(lot.id, lot);
  return [...lots.values()];
}

function json(rows: readonly object[]) {
  return sql`${JSON.stringify(rows)}::jsonb`;
}

function entryRow(entry: Entry) {
  return {
    account_id: entry.accountId,
    seq: entry.seq,
    kind: entry.kind,
    amount: toDecimal(entry.amount),
    balance_after: toDecimal(entry.balanceAfter),
    counter_account: entry.counterAccount,
    source_type: entry.sourceType,
    source_id: entry.sourceId,
    actor: entry.actor,
    reason: entry.reason,
    metadata: entry.metadata,
    allocations: entry.allocations.map(({ grantId, amount }) => ({
      grantId,
      amount: toDecimal(amount),
    })),
    hash: hex(entry.hash),
    created_at: entry.createdAt,
  };
}

function lotRow(lot: Lot) {
  return {
    account_id: lot.accountId,
    id: lot.id,
    kind: lot.kind,
    granted: toDecimal(lot.granted),
    remaining: toDecimal(lot.remaining),
    source_type: lot.sourceType,
    source_id: lot.sourceId,
    priority: lot.priority,
    expires_at: lot.expiresAt,
    entry_seq: lot.entrySeq,
    created_at: lot.createdAt,
  };
}

function accountRow(state: AccountState, at: Date) {
  return {
    id: state.id,
    balance: toDecimal(state.balance),
    held: toDecimal(state.held),
    entry_seq: state.entrySeq,
    head_hash: hex(state.headHash),
    updated_at: at,
  };
}

function effectRow(effect: Effect, at: Date) {
  return {
    account_id: effect.accountId,
    idempotency_key: effect.idempotencyKey,
    command_hash: hex(effect.commandHash),
    answer: effect.answer,
    created_at: at,
  };
}

/** How PostgreSQL reads a bytea from text. */
function hex(bytes: Buffer): string {
  return `\\x${bytes.toString("hex")}`;
}
