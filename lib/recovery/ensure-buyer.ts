import { and, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { users } from "@/db/schema";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";

/** Who bought, as a payment tells. */
export interface Buyer {
  /** The account that the payment names. */
  readonly accountId: string;
  readonly email?: string;
  readonly name?: string;
}

/**
 * Finds the user who bought, by the account or else by the address that they verified; makes them when the backup
 * lacks them. Their address counts as unverified: it is what was typed at Stripe's page, so they
 * set a password by a link that is mailed there.
 * @throws ProductError not_found when the payment names neither a known account nor an address;
 *   conflict when the address has an account that nobody has verified
 */
export async function ensureBuyer(
  database: Database,
  { accountId, email, name }: Buyer,
): Promise<{ readonly userId: string; readonly made: boolean }> {
  return database.transaction(async (tx) => {
    const [known] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.accountId, accountId), isNull(users.deletedAt)));
    if (known) return { userId: known.id, made: false };
    if (!email) {
      throw new ProductError("not_found", {
        detail: "The payment names no account of this database and no e-mail address.",
      });
    }
    const address = email.trim().toLowerCase();
    const [byAddress] = await tx
      .select({ id: users.id, verifiedAt: users.emailVerifiedAt })
      .from(users)
      .where(and(sql`lower(${users.email}) = ${address}`, isNull(users.deletedAt)));
    // Whoever signed up with the address of somebody who has paid must not get their credits.
    if (byAddress && !byAddress.verifiedAt) {
      throw new ProductError("conflict", {
        detail: "The payment's address has an account here that was never verified.",
      });
    }
    if (byAddress) return { userId: byAddress.id, made: false };
    const userId = newId();
    await tx.insert(users).values({
      id: userId,
      accountId,
      email: address,
      name: name?.trim() || (address.split("@")[0] ?? address),
    });
    return { userId, made: true };
  });
}
