import { asc, desc } from "drizzle-orm";
import type { Db } from "@/db/client";
import { ledgerSeals } from "@/db/schema";
import { NO_MACS, type SealKey } from "./seal-key";

export type Seal = typeof ledgerSeals.$inferSelect;

/** What stands before the first seal. */
export const BEFORE_SEALS: Omit<Seal, "createdAt"> = {
  seq: 0,
  sealedThrough: new Date(0),
  heads: 0,
  headsDigest: NO_MACS,
  auditEntries: 0,
  auditDigest: Buffer.alloc(0),
  keyId: "none",
  mac: Buffer.alloc(0),
};

export async function readLastSeal(db: Db): Promise<Seal | undefined> {
  const [seal] = await db.select().from(ledgerSeals).orderBy(desc(ledgerSeals.seq)).limit(1);
  return seal;
}

export function readSeals(db: Db): Promise<Seal[]> {
  return db.select().from(ledgerSeals).orderBy(asc(ledgerSeals.seq));
}

/** @param previous the MAC of the seal before */
export function signSeal(key: SealKey, previous: Buffer, seal: Omit<Seal, "mac">): Buffer {
  return key.sign([
    ...["seal", seal.seq, previous, seal.sealedThrough, seal.heads, seal.headsDigest],
    ...[seal.auditEntries, seal.auditDigest, seal.keyId, seal.createdAt],
  ]);
}
