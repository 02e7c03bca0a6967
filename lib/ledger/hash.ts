import { createHash } from "node:crypto";
import { toDecimal } from "@/lib/shared/credits";
import type { Command } from "./commands";
import type { Entry } from "./state";

/**
 * The hash of an entry: SHA-256 over the previous entry's hash and every column of this one. The
 * form is an array in fixed order, so that no two different rows can be written the same way.
 */
export function hashEntry(previous: Buffer, entry: Omit<Entry, "hash">): Buffer {
  const row = [
    entry.accountId,
    entry.seq,
    entry.kind,
    toDecimal(entry.amount),
    toDecimal(entry.balanceAfter),
    entry.counterAccount,
    entry.sourceType,
    entry.sourceId,
    entry.actor,
    entry.reason,
    sortedPairs(entry.metadata),
    entry.allocations.map(({ grantId, amount }) => [grantId, toDecimal(amount)]),
    entry.createdAt.toISOString(),
  ];
  return createHash("sha256").update(previous).update(JSON.stringify(row)).digest();
}

/** What a command asks for, without who or why: the same key must mean the same thing. */
export function hashCommand(command: Exclude<Command, { kind: "clawback" }>): Buffer {
  const source =
    command.kind === "purchase"
      ? ["payment", command.paymentId]
      : [command.source.type, command.source.id];
  const terms =
    command.kind === "grant" ? [command.priority ?? null, command.expiresAt ?? null] : [];
  const asked = [command.kind, command.accountId, toDecimal(command.credits), source, terms];
  return createHash("sha256").update(JSON.stringify(asked)).digest();
}

function sortedPairs(metadata: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
}
