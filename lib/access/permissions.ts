import { ProductError } from "@/lib/shared/errors";
import type { Role, User } from "./users";

const STAFF: readonly Role[] = ["support", "finance", "admin"];
const MONEY: readonly Role[] = ["finance", "admin"];
const ADMIN: readonly Role[] = ["admin"];

/**
 * What staff may do, and who may do it: the one table. Buyers have none of these; what is a user's
 * own needs no permission, and is looked up by the user's own id.
 */
export const PERMISSIONS = {
  "back_office.read": STAFF,
  /** Process an event again, dismiss it, save evidence: adds no credits that weren't ordered. */
  "events.resolve": STAFF,
  /** Decide what a payment is for: another amount is accepted, or a purchase is made for it. */
  "payments.resolve": MONEY,
  "jobs.retry": STAFF,
  /** Support up to the limit of the settings. */
  "refunds.create": STAFF,
  "refunds.create_any_amount": MONEY,
  "credits.grant": MONEY,
  "reconciliation.run": MONEY,
  "audit.read": MONEY,
  "packs.edit": ADMIN,
  "rates.edit": ADMIN,
  "users.manage": ADMIN,
  "settings.edit": ADMIN,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/**
 * What needs a sign-in of the last ten minutes besides, because a stolen session must not be able
 * to do it: money, credits, prices, people and settings.
 */
export const SENSITIVE = [
  "refunds.create",
  "refunds.create_any_amount",
  "credits.grant",
  "payments.resolve",
  "packs.edit",
  "rates.edit",
  "users.manage",
  "settings.edit",
] as const satisfies readonly Permission[];

export type SensitivePermission = (typeof SENSITIVE)[number];

/** Whether a role has a permission. */
export function may(user: Pick<User, "role">, permission: Permission): boolean {
  const roles: readonly Role[] = PERMISSIONS[permission];
  return roles.includes(user.role);
}

/** Whether somebody works in the back office at all. */
export function isStaff(user: Pick<User, "role">): boolean {
  return may(user, "back_office.read");
}

/**
 * Refuses to let staff give credits to themselves, or take them from themselves.
 * @throws ProductError forbidden
 */
export function assertNotOwnAccount(user: User, accountId: string): void {
  if (user.accountId !== accountId) return;
  throw new ProductError("forbidden", {
    detail: "You can't change the credits of your own account. Ask a colleague.",
  });
}

/**
 * Refuses a code or a gift to staff who may make codes, and gifts of others' credits: claimed by
 * themselves it would be a grant to their own account.
 * @throws ProductError forbidden
 */
export function assertMayClaim(user: User, accountId: string): void {
  if (may(user, "credits.grant")) assertNotOwnAccount(user, accountId);
}
