import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { passkeys, totpFactors } from "@/db/schema";
import { readSetting } from "@/lib/settings/settings";
import { isStaff } from "./permissions";
import type { User } from "./users";

/** Whether a second factor is demanded of staff, and this user has set none up. */
export async function lacksDemandedFactor(db: Db, userId: string): Promise<boolean> {
  if (!(await readSetting(db, "staff_second_factor"))) return false;
  return !(await hasAnyFactor(db, userId));
}

/** Whether a user is staff, with the second factor if one is demanded: the back office is theirs. */
export async function mayEnterBackOffice(
  db: Db,
  user: Pick<User, "id" | "role">,
): Promise<boolean> {
  return isStaff(user) && !(await lacksDemandedFactor(db, user.id));
}

/** Whether a user has a confirmed authenticator app or a passkey. */
export async function hasAnyFactor(db: Db, userId: string): Promise<boolean> {
  const totp = db
    .select({ one: sql`1` })
    .from(totpFactors)
    .where(and(eq(totpFactors.userId, userId), isNotNull(totpFactors.confirmedAt)));
  const passkey = db.select({ one: sql`1` }).from(passkeys).where(eq(passkeys.userId, userId));
  const [row] = await db.execute<{ found: boolean }>(
    sql`select exists (${totp}) or exists (${passkey}) as found`,
  );
  return row?.found === true;
}
