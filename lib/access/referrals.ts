import { randomInt } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema";

/** Without letters and digits that look alike. */
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const LENGTH = 10;

/** The code that a user gives to others, made when it is first asked for. */
export async function readReferralCode(db: Db, userId: string): Promise<string> {
  const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  const [user] = await db
    .update(users)
    .set({ referralCode: sql`coalesce(${users.referralCode}, ${code})` })
    .where(eq(users.id, userId))
    .returning({ code: users.referralCode });
  if (!user?.code) throw new Error(`there is no user ${userId}`);
  return user.code;
}

/**
 * Whose code it is. A wrong code is none: it must not keep anybody from signing up.
 * @returns the user's id
 */
export async function findReferrer(db: Db, code: string | undefined): Promise<string | undefined> {
  if (!code || !new RegExp(`^[${ALPHABET}]{${LENGTH}}$`).test(code)) return undefined;
  const [user] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.referralCode, code), isNull(users.deletedAt), isNull(users.disabledAt)));
  return user?.id;
}
