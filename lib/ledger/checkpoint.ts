import { createHash } from "node:crypto";
import { z } from "zod";
import type { Hold, Lot } from "./state";

/** An account as it was after an entry, when everything until then was verified. */
export interface AccountCheckpoint {
  readonly accountId: string;
  readonly seq: number;
  readonly balance: bigint;
  readonly held: bigint;
  /** The hash of that entry in hex, and when it was made. */
  readonly hash: string;
  readonly at: Date;
  /** Lots that something remained of. */
  readonly lots: readonly CheckpointLot[];
  readonly holds: readonly CheckpointHold[];
}

export interface CheckpointLot {
  readonly id: string;
  readonly granted: bigint;
  readonly remaining: bigint;
  /** See `digestLotTerms`. */
  readonly terms: string;
}

/** A hold that was open. */
export interface CheckpointHold extends Pick<Hold, "id" | "sourceType" | "sourceId"> {
  readonly amount: bigint;
}

/** A digest of what never changes about a lot, so that a checkpoint stays small. */
export function digestLotTerms(lot: Lot): string {
  const { id, kind, sourceType, sourceId, priority, expiresAt, entrySeq, createdAt } = lot;
  const terms = [id, kind, sourceType, sourceId, priority, expiresAt, entrySeq, createdAt];
  return createHash("sha256").update(JSON.stringify(terms)).digest("base64");
}

const micro = z.string().transform((text) => BigInt(text));
const stored = z.object({
  balance: micro,
  held: micro,
  hash: z.hex(),
  at: z.iso.datetime().transform((text) => new Date(text)),
  lots: z.array(z.object({ id: z.string(), granted: micro, remaining: micro, terms: z.string() })),
  holds: z.array(
    z.object({ id: z.string(), amount: micro, sourceType: z.string(), sourceId: z.string() }),
  ),
});

/** All of a checkpoint but the account and the entry, as text to be stored and signed. */
export function writeCheckpoint(checkpoint: AccountCheckpoint): string {
  const { balance, held, hash, at, lots, holds } = checkpoint;
  const text = { balance, held, hash, at, lots, holds };
  return JSON.stringify(text, (_, value) => (typeof value === "bigint" ? String(value) : value));
}

/** @throws Error for a text that `writeCheckpoint` didn't write */
export function readCheckpoint(accountId: string, seq: number, text: string): AccountCheckpoint {
  return { accountId, seq, ...stored.parse(JSON.parse(text)) };
}
