import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { signHead } from "./account-states";
import { findSealKey, isSameMac, type SealKeys } from "./seal-key";
import { signSeal } from "./seals";

/** Lines that are compared with the database by one statement. */
const CHUNK_LINES = 2_000;
const MAX_FAULTS = 20;

const bytes = z.base64().transform((text) => Buffer.from(text, "base64"));
const timestamp = z.iso.datetime().transform((text) => new Date(text));
const count = z.number().int().nonnegative();

const seal = z.object({
  type: z.literal("seal"),
  seq: count,
  sealedThrough: timestamp,
  heads: count,
  headsDigest: bytes,
  auditEntries: count,
  auditDigest: bytes,
  keyId: z.string(),
  mac: bytes,
  createdAt: timestamp,
});
const head = z.object({
  type: z.literal("head"),
  accountId: z.uuid(),
  seq: count,
  hash: bytes,
  stateDigest: bytes,
  keyId: z.string(),
  mac: bytes,
});
const line = z.discriminatedUnion("type", [seal, head]);
type Line = z.infer<typeof line>;
type ExportedSeal = z.infer<typeof seal>;
type ExportedHead = z.infer<typeof head>;

export interface ExportFindings {
  /** Sentences, the first 20; none: the database has all that was exported. */
  readonly faults: readonly string[];
  readonly seals: number;
  readonly heads: number;
}

/**
 * Compares the database with seals that `npm run ledger:seal -- --out` wrote: each exported seal and
 * each sealed entry must still be there as it was. So a tail shows that was cut together with its
 * seals, and a database that was put back to an older state.
 * @param lines of the file, in their order; a line that was changed is a fault, too
 */
export async function findExportFaults(
  db: Db,
  keys: SealKeys,
  lines: AsyncIterable<string>,
): Promise<ExportFindings> {
  const faults: string[] = [];
  const counts = { seals: 0, heads: 0 };
  const check = checkLines(keys);
  let chunk: Line[] = [];
  const compare = async () => {
    const seals = chunk.filter((read) => read.type === "seal");
    const heads = chunk.filter((read) => read.type === "head");
    faults.push(...(await findMissingSeals(db, seals)), ...(await findMissingEntries(db, heads)));
    counts.seals += seals.length;
    counts.heads += heads.length;
    chunk = [];
  };
  for await (const text of lines) {
    const read = check(text);
    // What follows a line that was changed proves nothing.
    if (typeof read === "string") return { faults: [read], ...counts };
    chunk.push(read);
    if (chunk.length === CHUNK_LINES) await compare();
    if (faults.length >= MAX_FAULTS) break;
  }
  await compare();
  if (counts.seals === 0) faults.push("The export has no seals.");
  return { faults: faults.slice(0, MAX_FAULTS), ...counts };
}

/** @returns a function that parses the next line, or says as a sentence what is wrong with it */
function checkLines(keys: SealKeys): (text: string) => Line | string {
  let number = 0;
  let previous: Buffer = Buffer.alloc(0);
  return (text) => {
    number += 1;
    const read = line.safeParse(parseJson(text));
    if (!read.success) return `Line ${number} of the export is not a seal or a sealed head.`;
    const key = findSealKey(keys, read.data.keyId);
    // What an old key sealed is compared with the database all the same.
    const mac = key && signLine(key, previous, read.data);
    if (mac && !isSameMac(mac, read.data.mac)) {
      return `Line ${number} of the export was changed, or one before it.`;
    }
    if (read.data.type === "seal") previous = read.data.mac;
    return read.data;
  };
}

function signLine(key: SealKeys[number], previous: Buffer, read: Line): Buffer {
  return read.type === "seal" ? signSeal(key, previous, read) : signHead(key, read);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function findMissingSeals(db: Db, seals: readonly ExportedSeal[]): Promise<string[]> {
  if (seals.length === 0) return [];
  const rows = await db.execute<{ seq: string }>(sql`
    select wanted.seq from unnest(${sql.param(seals.map(({ seq }) => seq))}::bigint[],
      ${sql.param(seals.map(({ mac }) => mac.toString("hex")))}::text[]) as wanted(seq, mac)
    where not exists (select from ledger_seals kept
      where kept.seq = wanted.seq and kept.mac = decode(wanted.mac, 'hex'))
    order by wanted.seq limit ${MAX_FAULTS}`);
  return [...rows].map(
    ({ seq }) => `Seal ${seq} was exported, but is missing in the database or differs there.`,
  );
}

async function findMissingEntries(db: Db, heads: readonly ExportedHead[]): Promise<string[]> {
  if (heads.length === 0) return [];
  const rows = await db.execute<{ account_id: string; seq: string }>(sql`
    select wanted.account_id, wanted.seq from unnest(
      ${sql.param(heads.map(({ accountId }) => accountId))}::uuid[],
      ${sql.param(heads.map(({ seq }) => seq))}::bigint[],
      ${sql.param(heads.map(({ hash }) => hash.toString("hex")))}::text[]) as wanted(account_id, seq, hash)
    where not exists (select from ledger_entries entry where entry.account_id = wanted.account_id
      and entry.seq = wanted.seq and entry.hash = decode(wanted.hash, 'hex'))
    order by wanted.account_id limit ${MAX_FAULTS}`);
  return [...rows].map(
    ({ account_id, seq }) =>
      `Entry ${seq} of account ${account_id} was exported as sealed, but is missing or has another hash.`,
  );
}
