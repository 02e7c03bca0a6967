import type { Database } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";
import type { AccountRequest } from "./account-requests";
import { networkOf } from "./client-address";
import { isKnownDevice } from "./known-devices";
import { admitTry, forgetTries, type Limit, returnTry } from "./limits";
import { redeemToken } from "./one-time-tokens";
import { findUserByPasskey } from "./passkeys";
import { isRightPassword } from "./password-hash";
import { findUserByEmail, findUserById, normaliseEmail, type StoredUser } from "./users";
import { isVerified } from "./verified";
import { verifyEmail } from "./verify-email";

export interface PasswordSignIn {
  readonly email: string;
  readonly password: string;
  /** What the verification mail held, at the first sign-in. */
  readonly verification?: string;
  readonly ip: string | undefined;
  /** The token of the device cookie. */
  readonly device: string | undefined;
}

/**
 * Signs a user in with e-mail and password. An unknown address, a wrong password and an address
 * that isn't verified get the same answer after the same work, so nobody learns who has an account.
 * @returns undefined for each of them
 * @throws ProductError rate_limited after too many tries, busy, forbidden for a disabled account
 */
export async function signInWithPassword(
  database: Database,
  given: PasswordSignIn,
): Promise<StoredUser | undefined> {
  const user = await findUserByEmail(database.read, given.email);
  const counted = await countTries(database, user, given);
  const right = await verifyOrGiveBack(database, user, given.password, counted);
  if (!user || !right) return undefined;
  if (!isVerified(user)) {
    const { verification } = given;
    if (!verification || !(await verifyEmail(database, user, verification))) return undefined;
  }
  assertEnabled(user);
  await settleTries(database, counted);
  return findUserById(database.read, user.id);
}

/**
 * Signs a user in by the link of a mail: the way in for an owner whose account strangers keep
 * busy with wrong passwords. Or by the portal link that the operator gave a customer.
 */
export async function signInWithLink(
  database: Database,
  token: string,
): Promise<StoredUser | undefined> {
  const used =
    (await redeemToken(database.read, "sign_in", token)) ??
    (await redeemToken(database.read, "portal", token));
  const user = used?.userId ? await findUserById(database.read, used.userId) : undefined;
  if (!user || user.email !== used?.email || !user.emailVerified) return undefined;
  assertEnabled(user);
  return user;
}

/**
 * Signs a user in with a passkey.
 * @param response what the browser made of our challenge, as JSON
 */
export async function signInWithPasskey(
  database: Database,
  response: string,
): Promise<StoredUser | undefined> {
  const user = await findUserByPasskey(database, parseJson(response));
  if (user) assertEnabled(user);
  return user;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws ProductError forbidden */
export function assertEnabled(user: StoredUser): void {
  if (!user.disabled) return;
  throw new ProductError("forbidden", { detail: "This account is disabled. Ask an admin." });
}

/** An id that no user has (RFC 9562, 5.9). */
const NOBODY = "00000000-0000-0000-0000-000000000000";

type Counted = readonly (readonly [Limit, string])[];

/**
 * A browser in which the user has signed in before has tries of its own: what strangers guess
 * elsewhere doesn't keep the owner out.
 */
async function countTries(
  database: Database,
  user: StoredUser | undefined,
  { email, ip, device }: PasswordSignIn,
): Promise<Counted> {
  // An unknown address costs the same look-up, so that the time doesn't tell.
  const known = await isKnownDevice(database.read, user?.id ?? NOBODY, device);
  const counted: Counted =
    user && known
      ? [["sign_in_device", `${user.id}|${device}`]]
      : [
          ...(ip ? [["sign_in_network", networkOf(ip)] as const] : []),
          ["sign_in_account", normaliseEmail(email)],
        ];
  for (const [limit, subject] of counted) await admitTry(database, limit, subject);
  return counted;
}

async function verifyOrGiveBack(
  database: Database,
  user: StoredUser | undefined,
  password: string,
  counted: Counted,
): Promise<boolean> {
  try {
    return await isRightPassword(user?.passwordHash, password);
  } catch (error) {
    // Nothing was tried: a flood that keeps us busy must not use up the owner's tries.
    for (const [limit, subject] of counted) await returnTry(database, limit, subject);
    throw error;
  }
}

async function settleTries(database: Database, counted: Counted): Promise<void> {
  for (const [limit, subject] of counted) {
    if (limit === "sign_in_network") await returnTry(database, limit, subject);
    else await forgetTries(database, limit, subject);
  }
}

/** Records a sign-in that was refused, for the user it was aimed at. Done by the worker. */
export async function recordRefusedSignIn(
  database: Database,
  { email, ip, requestId }: Omit<Extract<AccountRequest, { kind: "refused-sign-in" }>, "kind">,
): Promise<void> {
  const user = await findUserByEmail(database.read, email);
  if (!user) return;
  await recordAudit(database.read, {
    actor: "anonymous",
    action: "session.refuse",
    target: { type: "user", id: user.id },
    ip,
    requestId,
  });
}
