import type { Command } from "@/lib/ledger/commands";

export function accountIdsOf(command: Command): string[] {
  return command.kind === "transfer"
    ? [command.accountId, command.toAccountId]
    : [command.accountId];
}

/** Under what a command is known again, in each of its accounts. */
export function keysOf(command: Command): string[] {
  const key =
    command.kind === "purchase"
      ? `payment ${command.paymentId}`
      : "idempotencyKey" in command
        ? command.idempotencyKey
        : undefined;
  return key === undefined ? [] : accountIdsOf(command).map((id) => `${id} ${key}`);
}

/** What a key stands for: everything but who asked, and why. */
export function termsOf(command: Command): string {
  const { actor, reason, metadata, ...terms } = command;
  return JSON.stringify(terms, (_, value) => (typeof value === "bigint" ? String(value) : value));
}
