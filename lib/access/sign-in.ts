import type { Database } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { isRightPassword } from "./password";
import { countTry, forgetTries } from "./throttle";
import { findUserByEmail, normaliseEmail, type StoredUser } from "./users";

/**
 * Signs somebody in with e-mail and password. An unknown e-mail and a wrong password get the same
 * answer after the same work, so nobody learns who has an account here.
 * @returns undefined for either of them
 * @throws ProductError rate_limited after too many tries
 */
export async function signInWithPassword(
  database: Database,
  given: { email: string; password: string; ip: string | undefined },
): Promise<StoredUser | undefined> {
  const email = normaliseEmail(given.email);
  const emailKey = `${email}|${given.ip ?? ""}`;
  await countTry(database, "sign_in_ip", given.ip);
  await countTry(database, "sign_in_email", emailKey);
  const person = await findUserByEmail(database.read, email);
  const right = await isRightPassword(person?.passwordHash, given.password);
  if (!person || !right) return undefined;
  await forgetTries(database, "sign_in_email", emailKey);
  await recordAudit(database.read, { actor: person.id, action: "session.start", ip: given.ip });
  return person;
}
