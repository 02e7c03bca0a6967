import { type Command, definitionOf } from "./commands";
import type { LotTerms } from "./credit-lot";

/** What the commands of a batch need to be loaded, each thing once. */
export interface BatchReads {
  readonly accountIds: readonly string[];
  readonly newAccountIds: readonly string[];
  /** Accounts whose lots are taken from. */
  readonly takers: readonly string[];
  readonly keys: readonly (readonly [accountId: string, key: string])[];
  readonly lotsLike: readonly { readonly accountId: string; readonly terms: LotTerms }[];
  readonly payments: readonly (readonly [accountId: string, paymentId: string])[];
  readonly reversed: readonly (readonly [accountId: string, seq: number])[];
  readonly holds: readonly (readonly [accountId: string, holdId: string])[];
  readonly registrations: readonly { readonly paymentId: string; readonly purchaseId: string }[];
}

export function collectReads(commands: readonly Command[]): BatchReads {
  const accountIds = new Set<string>();
  const newAccountIds = new Set<string>();
  const takers = new Set<string>();
  const keys = new Map<string, [string, string]>();
  const lotsLike = new Map<string, BatchReads["lotsLike"][number]>();
  const payments = new Map<string, [string, string]>();
  const reversed = new Map<string, [string, number]>();
  const holds = new Map<string, [string, string]>();
  const registrations = [];
  for (const command of commands) {
    const { accountId } = command;
    const definition = definitionOf(command);
    const key = definition.key(command);
    const reads = definition.reads(command);
    for (const id of definition.accountIds(command)) {
      accountIds.add(id);
      if (key !== undefined) keys.set(`${id} ${key}`, [id, key]);
    }
    for (const id of definition.newAccountIds(command)) newAccountIds.add(id);
    for (const id of definition.takerIds(command)) takers.add(id);
    const { lotLike: terms } = reads;
    if (terms) lotsLike.set(JSON.stringify([accountId, terms]), { accountId, terms });
    if (reads.payment) {
      payments.set(`${accountId} ${reads.payment}`, [accountId, reads.payment]);
    }
    if (reads.reversed) {
      reversed.set(`${accountId} ${reads.reversed}`, [accountId, reads.reversed]);
    }
    if (reads.hold) holds.set(`${accountId} ${reads.hold}`, [accountId, reads.hold]);
    if (reads.registration) registrations.push(reads.registration);
  }
  return {
    accountIds: [...accountIds].sort(),
    newAccountIds: [...newAccountIds].sort(),
    takers: [...takers],
    keys: [...keys.values()],
    lotsLike: [...lotsLike.values()],
    payments: [...payments.values()],
    reversed: [...reversed.values()],
    holds: [...holds.values()],
    registrations,
  };
}
