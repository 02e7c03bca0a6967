import { eq } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { customers, users } from "@/db/schema";
import { env } from "@/env";
import { issueToken } from "@/lib/access/one-time-tokens";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import type { Customer } from "./customers";

/** No such domain exists (RFC 2606), so nobody can claim the user by an address. */
const NO_MAIL = "customers.invalid";

/**
 * Makes what opens a customer's credits once, within an hour. Put it behind # in a link, where no
 * server's log sees it.
 * @throws ProductError forbidden for staff, whose rights are more than those of the key
 */
export async function createPortalToken(database: Database, customer: Customer): Promise<string> {
  const user = await findOrAddUser(database.read, customer);
  if (user.role !== "buyer") {
    throw new ProductError("forbidden", {
      detail: "This customer works in the back office, and signs in by themselves.",
    });
  }
  const { token } = await issueToken(database.read, {
    purpose: "portal",
    userId: user.id,
    email: user.email,
  });
  return token;
}

/**
 * An address that a customer may be sent back to.
 * @throws ProductError invalid_input for one that isn't on an allowed site
 */
export function checkReturnUrl(url: string, origins: readonly string[]): string {
  if (isPageOf(url, origins)) return new URL(url).href;
  const message = "Send an address on a site that PORTAL_RETURN_ORIGINS lists.";
  throw new ProductError("invalid_input", {
    detail: `The field return_url: ${message}`,
    extra: { errors: [{ field: "return_url", message }] },
  });
}

/** Whether an address may be shown as the way back, by the settings of this process. */
export function isAllowedReturn(url: string): boolean {
  const { web, api } = env();
  return isPageOf(url, [web.appUrl, ...api.portalReturnOrigins]);
}

/** A `blob:` address has the origin of its site, too, and is no page of it. */
function isPageOf(url: string, origins: readonly string[]): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, origin } = new URL(url);
  return /^https?:$/.test(protocol) && origins.includes(origin);
}

type PortalUser = Pick<typeof users.$inferSelect, "id" | "email" | "role">;

/**
 * Who signs in for a customer. The address is none, whatever the operator knows: it hasn't been
 * proved here, and whoever owns it must not find somebody else's account under it.
 */
async function findOrAddUser(db: Db, customer: Customer): Promise<PortalUser> {
  const id = newId();
  await db
    .insert(users)
    .values({
      ...{ id, accountId: customer.accountId, email: `${customer.id}@${NO_MAIL}` },
      name: (customer.name?.trim() || customer.externalId).slice(0, 100),
      emailVerifiedAt: new Date(),
    })
    .onConflictDoNothing();
  const [user] = await db
    .select({ id: users.id, email: users.email, role: users.role })
    .from(users)
    .where(eq(users.accountId, customer.accountId));
  if (!user) throw new Error(`customer ${customer.id} has no user`);
  if (!customer.hasUser) {
    await db.update(customers).set({ hasUser: true }).where(eq(customers.id, customer.id));
  }
  return user;
}
