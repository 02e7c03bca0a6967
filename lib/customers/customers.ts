import { eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { customers } from "@/db/schema";
import { newId } from "@/lib/shared/ids";

export type Customer = typeof customers.$inferSelect;

/** What the operator says about a customer. What is left away stays as it is. */
export interface CustomerDetails {
  readonly name?: string | null;
  readonly email?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Makes a customer with an account of their own, or changes the one who has this external id. Safe
 * to call at once: an external id never gets two accounts.
 */
export async function upsertCustomer(
  db: Db,
  externalId: string,
  details: CustomerDetails,
): Promise<Customer> {
  const given = {
    ...(details.name !== undefined && { name: details.name }),
    ...(details.email !== undefined && { email: details.email }),
    ...(details.metadata !== undefined && { metadata: { ...details.metadata } }),
  };
  const [customer] = await db
    .insert(customers)
    .values({ id: newId(), accountId: newId(), externalId, ...given })
    .onConflictDoUpdate({
      target: customers.externalId,
      set: { ...given, updatedAt: sql`now()` },
    })
    .returning();
  if (!customer) throw new Error("an upsert returned no row");
  return customer;
}

/** @returns undefined when nobody has this external id */
export async function findCustomer(db: Db, externalId: string): Promise<Customer | undefined> {
  const [customer] = await db.select().from(customers).where(eq(customers.externalId, externalId));
  return customer;
}
