import type { Db } from "@/db/client";
import { readSetting } from "@/lib/settings/settings";
import { isStaff } from "./permissions";
import type { Session } from "./sessions";
import type { User } from "./users";

/** Who is signed in, and how well they proved it. */
interface SignedIn {
  readonly user: Pick<User, "role">;
  readonly session: Pick<Session, "awaitsSecondFactor" | "secondFactorAt">;
}

/**
 * Whether a second factor is demanded of staff, and none was proved in this session. To have one set
 * up isn't enough: a stolen password would still open a session without it.
 */
export async function lacksDemandedFactor(
  db: Db,
  { session }: Pick<SignedIn, "session">,
): Promise<boolean> {
  return session.secondFactorAt === null && (await readSetting(db, "staff_second_factor"));
}

/** Whether the back office is open to whoever is signed in so. */
export async function mayEnterBackOffice(db: Db, found: SignedIn): Promise<boolean> {
  if (found.session.awaitsSecondFactor || !isStaff(found.user)) return false;
  return !(await lacksDemandedFactor(db, found));
}
