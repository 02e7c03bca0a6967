import { createHash, randomBytes } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { recoveryCodes } from "@/db/schema";

const COUNT = 10;
/** 112 bits, from which on a plain hash is enough: ASVS 5.0, 6.5.2. */
const BYTES = 14;

/** Replaces a user's recovery codes. @returns the new ones, which are kept nowhere */
export async function issueRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, () => randomBytes(BYTES).toString("hex"));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.insert(recoveryCodes).values(codes.map((code) => ({ userId, hash: hashCode(code) })));
  return codes.map((code) => code.match(/.{7}/g)?.join("-") ?? code);
}

/** Uses a code up. @param code without dashes, in small letters */
export async function redeemRecoveryCode(db: Db, userId: string, code: string): Promise<boolean> {
  const used = await db
    .update(recoveryCodes)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(recoveryCodes.userId, userId),
        eq(recoveryCodes.hash, hashCode(code)),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ hash: recoveryCodes.hash });
  return used.length > 0;
}

/** How many codes are left. */
export function countRecoveryCodes(db: Db, userId: string): Promise<number> {
  return db.$count(
    recoveryCodes,
    and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)),
  );
}

function hashCode(code: string): Buffer {
  return createHash("sha256").update(code).digest();
}
