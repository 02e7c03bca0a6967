import { desc } from "drizzle-orm";
import type { Db } from "@/db/client";
import { ledgerVerifications } from "@/db/schema";
import { newId } from "@/lib/shared/ids";
import { isSameMac, type SealKey, type SealKeys } from "./seal-key";
import type { Seal } from "./seals";

/** Up to where an earlier verification found everything sound. */
export interface VerifiedUntil {
  readonly sealSeq: number;
  readonly verifiedThrough: Date;
}

export const NEVER_VERIFIED: VerifiedUntil = { sealSeq: 0, verifiedThrough: new Date(0) };

/** @returns where the next verification starts; one that isn't signed with a known key is ignored */
export async function readVerifiedUntil(db: Db, keys: SealKeys): Promise<VerifiedUntil> {
  const [last] = await db
    .select()
    .from(ledgerVerifications)
    .orderBy(desc(ledgerVerifications.createdAt), desc(ledgerVerifications.id))
    .limit(1);
  if (!last) return NEVER_VERIFIED;
  const isOurs = keys.some((key) => isSameMac(sign(key, last), last.mac));
  return isOurs ? last : NEVER_VERIFIED;
}

/** Records that everything until a seal was found sound. */
export async function recordVerification(
  db: Db,
  [key]: SealKeys,
  { seq, sealedThrough }: Pick<Seal, "seq" | "sealedThrough">,
): Promise<void> {
  const row = { id: newId(), sealSeq: seq, verifiedThrough: sealedThrough, createdAt: new Date() };
  await db.insert(ledgerVerifications).values({ ...row, mac: sign(key, row) });
}

function sign(key: SealKey, row: VerifiedUntil & { readonly id: string }): Buffer {
  return key.sign(["verification", row.id, row.sealSeq, row.verifiedThrough]);
}
