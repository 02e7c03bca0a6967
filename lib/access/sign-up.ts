import { eq } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { users } from "@/db/schema";
import { type Env, env } from "@/env";
import { recordAudit } from "@/lib/audit/record-audit";
import { isProductError, ProductError } from "@/lib/shared/errors";
import { enqueueAccountMail } from "./account-mail";
import { type AccountRequest, enqueueAccountRequest } from "./account-requests";
import { networkOf } from "./client-address";
import { admitTry } from "./limits";
import { findReferrer } from "./referrals";
import { removeAllAccess } from "./revoke-access";
import {
  findUserByEmail,
  insertUser,
  lockUser,
  type PreparedUser,
  prepareUser,
  type StoredUser,
} from "./users";

/**
 * Whether visitors may create an account with a password. In production that needs a mail server,
 * or nobody could prove that an address is theirs, unless the operator does without the proof.
 */
export function isSignUpOpen(settings: Env = env()): boolean {
  const { signUpOpen, unverifiedAllowed } = settings.signIn;
  return (
    signUpOpen && (!settings.production || Boolean(settings.email.smtpUrl) || unverifiedAllowed)
  );
}

type SignUpRequest = Extract<AccountRequest, { kind: "sign-up" }>;

/** What the visitor does next. */
export type SignUpResult = "enter_code" | "sign_in";

/**
 * Creates an account with e-mail and password, which works once the address is verified. A known
 * address gets the same answer after the same work, and a job does the rest: only the mail tells its owner. Signing up again
 * with an address that was never verified replaces the password, since nobody owns that account.
 * @throws ProductError forbidden (sign-up is closed), rate_limited, invalid_input; conflict for a
 *   known address, only where accounts need no verification and no mail can tell
 */
export async function signUp(
  database: Database,
  given: {
    email: string;
    name: string;
    password: string;
    ip: string | undefined;
    /** Of the user who told them about this shop. */
    referralCode?: string | undefined;
  },
  settings: Env = env(),
): Promise<SignUpResult> {
  if (!isSignUpOpen(settings)) {
    throw new ProductError("forbidden", {
      detail: "Sign-up is closed. Ask an admin for an account.",
    });
  }
  if (given.ip) await admitTry(database, "sign_up_network", networkOf(given.ip));
  const { email, name, password } = given;
  const prepared = {
    ...(await prepareUser({ email, name, password, role: "buyer", emailVerified: false })),
    referredBy: await findReferrer(database.read, given.referralCode),
  };
  const mayMail = await isMailAdmitted(database, prepared.email);
  if (settings.signIn.unverifiedAllowed) return signUpUnverified(database, prepared);
  await enqueueAccountRequest(database, {
    kind: "sign-up",
    ...{ email: prepared.email, name: prepared.name, mayMail, referredBy: prepared.referredBy },
    passwordHash: prepared.passwordHash ?? "",
  });
  return "enter_code";
}

/**
 * Makes the account that somebody signed up for, or tells the owner of its address. Done by the
 * worker, so that nobody can tell by the time which it was.
 */
export async function completeSignUp(
  database: Database,
  { email, name, passwordHash, mayMail, referredBy }: Omit<SignUpRequest, "kind">,
): Promise<void> {
  const account = { email, name, passwordHash, referredBy } as const;
  const prepared = { ...account, role: "buyer", emailVerifiedAt: null } as const;
  await database.transaction(async (tx) => {
    const user = await insertUser(tx, prepared);
    const known = user ?? (await findUserByEmail(tx, email));
    if (!known) return;
    // Whoever was invited owns the account, though the invitation wasn't accepted yet.
    const isOwned = known.emailVerified || known.role !== "buyer";
    if (!user && !isOwned) await replaceUnverified(tx, known, prepared);
    if (!mayMail) return;
    const kind = isOwned ? "already-signed-up" : "verify-email";
    await enqueueAccountMail(tx, { kind, userId: known.id });
  });
}

async function signUpUnverified(database: Database, prepared: PreparedUser): Promise<SignUpResult> {
  if (await insertUser(database.read, prepared)) return "sign_in";
  throw new ProductError("conflict", {
    detail: "This email already has an account. Sign in instead.",
  });
}

/** Nobody has proved that the address is theirs, so the last to come starts from nothing. */
async function replaceUnverified(tx: Tx, known: StoredUser, given: PreparedUser): Promise<void> {
  const locked = await lockUser(tx, known.id);
  // Verified meanwhile: now it has an owner.
  if (locked.emailVerified) return;
  await removeAllAccess(tx, known.id);
  await tx
    .update(users)
    .set({
      name: given.name,
      passwordHash: given.passwordHash,
      referredBy: given.referredBy ?? null,
    })
    .where(eq(users.id, known.id));
  await recordAudit(tx, {
    actor: "sign-up",
    action: "user.sign_up_again",
    target: { type: "user", id: known.id },
  });
}

/** A refusal isn't told: it would say that the address was used before. */
async function isMailAdmitted(database: Database, email: string): Promise<boolean> {
  try {
    await admitTry(database, "mail_account", email);
    return true;
  } catch (error) {
    if (isProductError(error, "rate_limited")) return false;
    throw error;
  }
}
