import { hash } from "node:crypto";
import type { Entry, Lot } from "./state";

/**
 * The hash of an entry: SHA-256 over the previous entry's hash, every column of this one, and the
 * terms of the lots that it made. The form is an array in fixed order, so that no two different
 * rows can be written the same way. Reason and metadata enter by a digest of both, so that a later
 * erasure of these texts has only to keep that digest.
 * @param previous the hash of the entry before, in hex; empty before the first
 * @param made the lots that the entry made, in the order of its allocations
 * @returns in hex, as are all digests here: strings cost less than Buffers where there are many
 */
export function hashEntry(
  previous: string,
  entry: Omit<Entry, "hash">,
  made: readonly Lot[],
): string {
  return sha256([
    previous,
    entry.accountId,
    entry.seq,
    entry.key,
    entry.commandDigest,
    entry.kind,
    String(entry.amount),
    String(entry.heldDelta),
    String(entry.balanceAfter),
    String(entry.heldAfter),
    entry.contra,
    String(entry.shortfall),
    String(entry.absorbed),
    entry.holdId,
    entry.reverses,
    entry.sourceType,
    entry.sourceId,
    entry.actor,
    digestTexts(entry.reason, entry.metadata),
    entry.allocations.map(({ lotId, amount }) => [lotId, String(amount)]),
    entry.createdAt.getTime(),
    made.map((lot) => [
      lot.id,
      lot.kind,
      lot.sourceType,
      lot.sourceId,
      lot.priority,
      lot.expiresAt?.getTime() ?? null,
    ]),
  ]);
}

/**
 * What a command asks for, without who or why: the same key must mean the same thing.
 * @param terms amounts stand among them, not in lists of their own
 */
export function digestTerms(terms: readonly unknown[]): string {
  return sha256(terms.map((term) => (typeof term === "bigint" ? String(term) : term)));
}

/** Metadata in the order of its names: the database keeps them in an order of its own. */
function digestTexts(reason: string, metadata: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(metadata);
  if (pairs.length > 1) pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256([reason, pairs]);
}

function sha256(form: readonly unknown[]): string {
  return hash("sha256", JSON.stringify(form), "hex");
}

/** The lots that an entry made, in the order of its allocations: as they were hashed. */
export function inOrderOf({ allocations }: Entry, made: readonly Lot[]): Lot[] {
  const place = (lot: Lot) => allocations.findIndex(({ lotId }) => lotId === lot.id);
  return [...made].sort((a, b) => place(a) - place(b));
}
