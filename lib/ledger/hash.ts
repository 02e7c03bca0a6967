import { createHash } from "node:crypto";
import type { Entry, Lot } from "./state";

/**
 * The hash of an entry: SHA-256 over the previous entry's hash, every column of this one, and the
 * terms of the lots that it made. The form is an array in fixed order, so that no two different
 * rows can be written the same way. Reason and metadata enter by their digests, so that the texts
 * can be erased without breaking the chain.
 * @param made the lots that the entry made, in the order of its allocations
 */
export function hashEntry(
  previous: Buffer,
  entry: Omit<Entry, "hash">,
  made: readonly Lot[],
): Buffer {
  const row = [
    entry.accountId,
    entry.seq,
    entry.key,
    entry.commandDigest?.toString("base64") ?? null,
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
    entry.reasonDigest.toString("base64"),
    entry.metadataDigest.toString("base64"),
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
  ];
  return createHash("sha256").update(previous).update(JSON.stringify(row)).digest();
}

/** What a command asks for, without who or why: the same key must mean the same thing. */
export function digestTerms(terms: readonly unknown[]): Buffer {
  const text = JSON.stringify(terms, (_, value) =>
    typeof value === "bigint" ? String(value) : value,
  );
  return createHash("sha256").update(text).digest();
}

export function digestReason(reason: string): Buffer {
  return createHash("sha256").update(reason).digest();
}

export function digestMetadata(metadata: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(metadata);
  if (pairs.length === 0) return NO_METADATA;
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(pairs)).digest();
}

const NO_METADATA = createHash("sha256").update("[]").digest();

/** The lots that an entry made, in the order of its allocations: as they were hashed. */
export function inOrderOf({ allocations }: Entry, made: readonly Lot[]): Lot[] {
  const place = (lot: Lot) => allocations.findIndex(({ lotId }) => lotId === lot.id);
  return [...made].sort((a, b) => place(a) - place(b));
}
