import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { customers, users } from "@/db/schema";

type OwnerUser = Pick<
  typeof users.$inferSelect,
  "id" | "email" | "name" | "role" | "createdAt" | "disabledAt" | "deletedAt"
>;

/** Who owns an account, as a user, as a customer of the API, or as both. */
export interface Owner {
  /** Undefined for a customer who never signs in. */
  readonly user: OwnerUser | undefined;
  readonly customer: typeof customers.$inferSelect | undefined;
}

/** @returns undefined when nobody has this account */
export async function findOwner(db: Db, accountId: string): Promise<Owner | undefined> {
  const [found] = await db
    .select({
      user: {
        id: users.id,
        email: users.email,
        name: users.name,
        role: users.role,
        createdAt: users.createdAt,
        disabledAt: users.disabledAt,
        deletedAt: users.deletedAt,
      },
      customer: customers,
    })
    .from(sql`(select ${accountId}::uuid as account_id) wanted`)
    .leftJoin(users, sql`${users.accountId} = wanted.account_id`)
    .leftJoin(customers, sql`${customers.accountId} = wanted.account_id`);
  const { user, customer } = found ?? {};
  return user || customer
    ? { user: user ?? undefined, customer: customer ?? undefined }
    : undefined;
}

/** How an admin knows an owner: by email, else by name, else by the operator's own id. */
export function nameOwner(owner: Owner | undefined): string | undefined {
  const { user, customer } = owner ?? {};
  return user?.email ?? customer?.email ?? customer?.name ?? customer?.externalId;
}
