import { and, eq, isNull } from "drizzle-orm";
import type { Database, Db, Tx } from "@/db/client";
import { userIdentities, users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";
import { enqueueAccountMail } from "./account-mail";
import { removeAllAccess } from "./revoke-access";
import { assertEnabled } from "./sign-in";
import {
  findUserByEmail,
  findUserById,
  insertUser,
  lockUser,
  prepareUser,
  type StoredUser,
  toStoredUser,
} from "./users";
import { enqueueSignUpGrants, markVerified } from "./verify-email";

/** An identity that a sign-in provider vouches for. */
export interface Identity {
  readonly provider: string;
  readonly subject: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
}

/** Why a provider's identity isn't let in; each has a sentence on the sign-in page. */
export type IdentityFault = "ProviderEmailUnverified" | "SignUpClosed" | "AccountDisabled";

/**
 * The user of a provider's identity: known, linked by a verified e-mail, or new. Linking to an
 * account whose address was never verified removes every way in that its creator set up.
 * @throws ProductError forbidden, with `extra.fault`, when the provider hasn't verified the address
 *   (anybody could claim it there), when sign-up is closed, or when the account is disabled
 */
export async function findOrCreateByIdentity(
  database: Database,
  identity: Identity,
  signUpOpen: boolean,
): Promise<StoredUser> {
  const linked = await findByIdentity(database.read, identity);
  if (linked) {
    if (linked.disabled) throw refuse("AccountDisabled", "This account is disabled. Ask an admin.");
    return linked;
  }
  if (!identity.emailVerified) {
    throw refuse(
      "ProviderEmailUnverified",
      "The provider hasn't verified this email address. Verify it there, then sign in again.",
    );
  }
  const known = await findUserByEmail(database.read, identity.email);
  if (!known && !signUpOpen) {
    throw refuse("SignUpClosed", "Sign-up is closed. Ask an admin for an account.");
  }
  const prepared = await prepareUser({
    ...identity,
    name: displayName(identity),
    emailVerified: true,
  });
  return database.transaction(async (tx) => {
    const created = known ? undefined : await insertUser(tx, prepared);
    const user = created ?? (await findUserByEmail(tx, identity.email));
    if (!user) throw new Error("the user of an identity went away while it was linked");
    await link(tx, user.id, identity, created !== undefined);
    if (created) await enqueueSignUpGrants(tx, created.accountId);
    const stored = await findUserById(tx, user.id);
    if (!stored) throw new Error("the user of an identity went away while it was linked");
    return stored;
  });
}

async function link(tx: Tx, userId: string, identity: Identity, isNew: boolean): Promise<void> {
  const user = await lockUser(tx, userId);
  assertEnabled(user);
  if (!user.emailVerified) {
    await removeAllAccess(tx, userId);
    await markVerified(tx, userId);
  }
  const { provider, subject } = identity;
  const added = await tx
    .insert(userIdentities)
    .values({ provider, subject, userId })
    .onConflictDoNothing()
    .returning();
  if (added.length === 0) return;
  await recordAudit(tx, {
    actor: userId,
    action: "identity.link",
    target: { type: "user", id: userId },
    details: { provider, removedEarlierAccess: !user.emailVerified },
  });
  if (isNew) return;
  await enqueueAccountMail(tx, { kind: "identity-linked", userId, facts: { what: provider } });
}

async function findByIdentity(
  db: Db,
  identity: Pick<Identity, "provider" | "subject">,
): Promise<StoredUser | undefined> {
  const [found] = await db
    .select({ user: users })
    .from(userIdentities)
    .innerJoin(users, eq(users.id, userIdentities.userId))
    .where(
      and(
        eq(userIdentities.provider, identity.provider),
        eq(userIdentities.subject, identity.subject),
        isNull(users.deletedAt),
      ),
    );
  return found && toStoredUser(found.user);
}

/** A provider's names may be empty, long or hold control characters. */
function displayName({ name, email }: Identity): string {
  const clean = name
    .replace(/\p{Cc}/gu, " ")
    .trim()
    .slice(0, 100);
  return clean || (email.split("@")[0] ?? email).slice(0, 100);
}

function refuse(fault: IdentityFault, detail: string): ProductError {
  return new ProductError("forbidden", { detail, extra: { fault } });
}
