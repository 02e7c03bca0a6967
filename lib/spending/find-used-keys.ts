import { and, eq, inArray, or } from "drizzle-orm";
import type { Db } from "@/db/client";
import { ledgerEntries } from "@/db/schema";
import { type Command, definitionOf } from "@/lib/ledger/commands";

/** The commands whose idempotency key has an entry already: they are answered again, or refused. */
export async function findUsedKeys(
  db: Db,
  commands: readonly Command[],
): Promise<ReadonlySet<Command>> {
  const keysOf = new Map<string, string[]>();
  for (const command of commands) {
    const key = definitionOf(command).key(command);
    if (key === undefined) continue;
    keysOf.set(command.accountId, [...(keysOf.get(command.accountId) ?? []), key]);
  }
  if (keysOf.size === 0) return new Set();
  const rows = await db
    .select({ accountId: ledgerEntries.accountId, key: ledgerEntries.key })
    .from(ledgerEntries)
    .where(
      or(
        ...[...keysOf].map(([accountId, keys]) =>
          and(eq(ledgerEntries.accountId, accountId), inArray(ledgerEntries.key, keys)),
        ),
      ),
    );
  const used = new Set(rows.map(({ accountId, key }) => `${accountId} ${key}`));
  return new Set(
    commands.filter((command) => {
      const key = definitionOf(command).key(command);
      return key !== undefined && used.has(`${command.accountId} ${key}`);
    }),
  );
}
