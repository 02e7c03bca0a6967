import { inArray, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { ledgerCheckpoints } from "@/db/schema";
import { type AccountCheckpoint, readCheckpoint, writeCheckpoint } from "@/lib/ledger/checkpoint";
import { isSameMac, type SealKey, type SealKeys } from "./seal-key";

/** A checkpoint is kept where it saves the replay of so many entries; fewer are replayed again. */
const MIN_ENTRIES = 50;

/** @returns where these accounts start, by id; a checkpoint that isn't signed with a known key is ignored */
export async function readCheckpoints(
  db: Db,
  keys: SealKeys,
  accountIds: readonly string[],
): Promise<Map<string, AccountCheckpoint>> {
  if (accountIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(ledgerCheckpoints)
    .where(inArray(ledgerCheckpoints.accountId, [...accountIds]));
  const ours = rows.filter((row) => keys.some((key) => isSameMac(sign(key, row), row.mac)));
  return new Map(
    ours.map(({ accountId, seq, state }) => [accountId, readCheckpoint(accountId, seq, state)]),
  );
}

/** Keeps accounts as they were verified, where enough was replayed. @param from where they started */
export async function saveCheckpoints(
  db: Db,
  [key]: SealKeys,
  verified: readonly AccountCheckpoint[],
  from: ReadonlyMap<string, AccountCheckpoint>,
): Promise<void> {
  const rows = verified
    .filter(({ accountId, seq }) => seq - (from.get(accountId)?.seq ?? 0) >= MIN_ENTRIES)
    .map((checkpoint) => {
      const { accountId, seq } = checkpoint;
      const row = { accountId, seq, state: writeCheckpoint(checkpoint) };
      return { ...row, mac: sign(key, row) };
    });
  if (rows.length === 0) return;
  await db
    .insert(ledgerCheckpoints)
    .values(rows)
    .onConflictDoUpdate({
      target: ledgerCheckpoints.accountId,
      set: { seq: sql`excluded.seq`, state: sql`excluded.state`, mac: sql`excluded.mac` },
    });
}

interface Row {
  readonly accountId: string;
  readonly seq: number;
  readonly state: string;
}

function sign(key: SealKey, { accountId, seq, state }: Row): Buffer {
  return key.sign(["checkpoint", accountId, seq, state]);
}
