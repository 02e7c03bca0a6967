import type { Row } from "postgres";
import type { ledgerEntries } from "@/db/schema";
import { type Credits, fromMicro, ZERO_CREDITS } from "@/lib/shared/credits";
import type { AccountRow, Allocation, Entry, Hold, Lot } from "./state";

/** Rows of the ledger's tables as the driver reads them, and what the ledger makes of them. */

export interface RawAccount extends Row {
  id: string;
  balance: string;
  held: string;
  lot_sum: string;
  entry_seq: string;
  head_hash: Buffer;
  next_expiry_at: string | null;
  updated_at: string;
}

export function toAccount(row: RawAccount): AccountRow {
  return {
    id: row.id,
    balance: micro(row.balance),
    held: micro(row.held),
    lotSum: micro(row.lot_sum),
    entrySeq: Number(row.entry_seq),
    headHash: row.head_hash.toString("hex"),
    nextExpiryAt: toDate(row.next_expiry_at),
    // An account without entries has no time that the next one must follow.
    updatedAt: new Date(row.entry_seq === "0" ? 0 : row.updated_at),
  };
}

export interface RawLot extends Row {
  account_id: string;
  id: string;
  kind: Lot["kind"];
  granted: string;
  remaining: string;
  source_type: string;
  source_id: string;
  priority: number;
  expires_at: string | null;
  entry_seq: string;
  created_at: string;
}

export function toLot(row: RawLot): Lot {
  return {
    accountId: row.account_id,
    id: row.id,
    kind: row.kind,
    granted: micro(row.granted),
    remaining: micro(row.remaining),
    sourceType: row.source_type,
    sourceId: row.source_id,
    priority: row.priority,
    expiresAt: toDate(row.expires_at),
    entrySeq: Number(row.entry_seq),
    createdAt: new Date(row.created_at),
  };
}

export interface RawHold extends Row {
  account_id: string;
  id: string;
  amount: string;
  state: Hold["state"];
  expires_at: string;
  on_expire: Hold["onExpire"];
  source_type: string;
  source_id: string;
  entry_seq: string;
  end_seq: string | null;
  created_at: string;
}

export function toHold(row: RawHold): Hold {
  return {
    accountId: row.account_id,
    id: row.id,
    amount: micro(row.amount),
    state: row.state,
    expiresAt: new Date(row.expires_at),
    onExpire: row.on_expire,
    sourceType: row.source_type,
    sourceId: row.source_id,
    entrySeq: Number(row.entry_seq),
    endSeq: row.end_seq === null ? null : Number(row.end_seq),
    createdAt: new Date(row.created_at),
  };
}

export interface RawEntry extends Row {
  account_id: string;
  seq: string;
  key: string;
  command_digest: Buffer | null;
  kind: Entry["kind"];
  amount: string;
  held_delta: string;
  balance_after: string;
  held_after: string;
  contra: Entry["contra"];
  shortfall: string;
  absorbed: string;
  hold_id: string | null;
  reverses: string | null;
  source_type: string;
  source_id: string;
  actor: string;
  reason: string;
  metadata: Record<string, string>;
  lots: string[];
  amounts: string[];
  hash: Buffer;
  created_at: string;
}

export function toEntry(row: RawEntry): Entry {
  return {
    accountId: row.account_id,
    seq: Number(row.seq),
    key: row.key,
    commandDigest: row.command_digest?.toString("hex") ?? null,
    kind: row.kind,
    amount: micro(row.amount),
    heldDelta: micro(row.held_delta),
    balanceAfter: micro(row.balance_after),
    heldAfter: micro(row.held_after),
    contra: row.contra,
    shortfall: micro(row.shortfall),
    absorbed: micro(row.absorbed),
    holdId: row.hold_id,
    reverses: row.reverses === null ? null : Number(row.reverses),
    sourceType: row.source_type,
    sourceId: row.source_id,
    actor: row.actor,
    reason: row.reason,
    metadata: row.metadata,
    allocations: pair(row.lots, row.amounts.map(micro)),
    hash: row.hash.toString("hex"),
    createdAt: new Date(row.created_at),
  };
}

/** A row as Drizzle reads it. */
export function fromStoredEntry({
  lots,
  amounts,
  ...row
}: typeof ledgerEntries.$inferSelect): Entry {
  return { ...row, allocations: pair(lots, amounts) };
}

function pair(lots: readonly string[], amounts: readonly Credits[]): Allocation[] {
  return lots.map((lotId, index) => ({ lotId, amount: amounts[index] ?? ZERO_CREDITS }));
}

export function micro(text: string): Credits {
  return fromMicro(BigInt(text));
}

function toDate(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
