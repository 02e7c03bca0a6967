import { and, asc, eq, gt, isNull, ne, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Db } from "@/db/client";
import { sessions, users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";
import { enqueueAccountMail } from "./account-mail";
import { savePassword } from "./change-password";
import { linkUsed } from "./mail-links";
import { redeemToken } from "./one-time-tokens";
import { hashPassword } from "./password-hash";
import { newPassword } from "./password-rules";
import { endAccess } from "./revoke-access";
import { assertAnotherAdmin } from "./roles";
import { insertUser, lockUser, parseFields, prepareUser, type Role, type User } from "./users";
import { markVerified } from "./verify-email";

const PAGE = 50;
/** A beginning that more users have is no search. */
const MAX_MATCHES = 100;

/** A user as the People page shows it. */
export interface ListedUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly emailVerified: boolean;
  readonly disabled: boolean;
  readonly createdAt: Date;
  readonly lastSeenAt: Date | null;
}

/**
 * Users by address, a page at a time: staff only, or those whose address or name begins with what is
 * searched. Each of the two finds at most a hundred, in the order of its index.
 * @param filter.after the address at which the page before ended
 */
export async function listUsers(
  db: Db,
  filter: { search?: string; after?: string },
): Promise<{ rows: ListedUser[]; next: string | undefined }> {
  const search = filter.search?.trim();
  const pattern = `${(search ?? "").toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await db
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      role: users.role,
      emailVerified: sql<boolean>`${users.emailVerifiedAt} is not null`,
      disabled: sql<boolean>`${users.disabledAt} is not null`,
      createdAt: users.createdAt,
      lastSeenAt: sql<Date | null>`(select max(s.last_seen_at) from ${sessions} s
        where s.user_id = "users"."id")`.mapWith(sessions.lastSeenAt),
    })
    .from(users)
    .where(
      and(
        isNull(users.deletedAt),
        search
          ? sql`${users.id} in (
              (select id from users where lower(email) like ${pattern}
                order by lower(email) using ~<~ limit ${MAX_MATCHES})
              union all (select id from users where lower(name) like ${pattern}
                order by lower(name) using ~<~ limit ${MAX_MATCHES}))`
          : ne(users.role, "buyer"),
        filter.after ? gt(sql`lower(${users.email})`, filter.after.toLowerCase()) : undefined,
      ),
    )
    .orderBy(asc(sql`lower(${users.email})`))
    .limit(PAGE + 1);
  const page = rows.slice(0, PAGE);
  return { rows: page, next: rows.length > PAGE ? page.at(-1)?.email : undefined };
}

/**
 * Invites somebody to work here. The account works once the link of the mail was opened.
 * @throws ProductError invalid_input, conflict when the address has an account
 */
export async function inviteUser(
  database: Database,
  given: { email: string; name: string; role: Role },
  actor: User,
): Promise<void> {
  const prepared = await prepareUser({ ...given, emailVerified: false });
  await database.transaction(async (tx) => {
    const user = await insertUser(tx, prepared);
    if (!user) {
      throw new ProductError("conflict", {
        detail: "This email already has an account. Change its role instead.",
      });
    }
    await recordAudit(tx, {
      actor: actor.id,
      action: "user.invite",
      target: { type: "user", id: user.id },
      details: { role: given.role },
    });
    const facts = { what: given.role };
    await enqueueAccountMail(tx, { kind: "invitation", userId: user.id, facts });
  });
}

/**
 * Accepts an invitation with a password of one's own.
 * @throws ProductError invalid_input for a weak password, or a link that works no more
 */
export async function acceptInvitation(
  database: Database,
  given: { token: string; newPassword: string },
): Promise<void> {
  const checked = parseFields(z.object({ newPassword }), { newPassword: given.newPassword });
  const passwordHash = await hashPassword(checked.newPassword);
  await database.transaction(async (tx) => {
    const used = await redeemToken(tx, "accept_invitation", given.token);
    if (!used?.userId) throw linkUsed();
    const user = await lockUser(tx, used.userId);
    if (user.email !== used.email || user.disabled) throw linkUsed();
    await markVerified(tx, user.id);
    await savePassword(tx, user.id, passwordHash, true);
  });
}

/**
 * Keeps a user out, at once and until they are enabled again. What they bought stays theirs.
 * @throws ProductError forbidden for oneself, conflict for the last admin
 */
export async function disableUser(database: Database, userId: string, actor: User): Promise<void> {
  if (actor.id === userId) {
    throw new ProductError("forbidden", { detail: "You can't disable yourself." });
  }
  await database.transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (user.disabled) return;
    if (user.role === "admin") await assertAnotherAdmin(tx, userId);
    await tx.update(users).set({ disabledAt: sql`now()` }).where(eq(users.id, userId));
    await endAccess(tx, userId);
    const target = { type: "user", id: userId };
    await recordAudit(tx, { actor: actor.id, action: "user.disable", target });
    await enqueueAccountMail(tx, { kind: "account-disabled", userId });
  });
}

/** Lets a disabled user sign in again. Keys and sessions that ended stay ended. */
export async function enableUser(database: Database, userId: string, actor: User): Promise<void> {
  await database.transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (!user.disabled) return;
    await tx.update(users).set({ disabledAt: null }).where(eq(users.id, userId));
    const target = { type: "user", id: userId };
    await recordAudit(tx, { actor: actor.id, action: "user.enable", target });
  });
}
