import { and, desc, eq, isNull, lt, ne, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { sessions, users } from "@/db/schema";
import { newId } from "@/lib/shared/ids";
import { type Role, toStoredUser, type User, withoutSecrets } from "./users";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long a session lives without being used, and at most. Staff can move money: theirs are shorter. */
const LIFETIMES = {
  buyer: { idleMs: 7 * DAY_MS, absoluteMs: 30 * DAY_MS },
  staff: { idleMs: 12 * HOUR_MS, absoluteMs: 7 * DAY_MS },
} as const;

/** The longest that any session lives: the cookie needn't outlive it. */
export const LONGEST_SESSION_SECONDS = LIFETIMES.buyer.absoluteMs / 1_000;

/** A write per session and request would be too much for "last seen 5 minutes ago". */
const NOTE_USE_EVERY_MS = 60_000;

export interface Session {
  readonly id: string;
  readonly method: string;
  readonly createdAt: Date;
  readonly authenticatedAt: Date;
  readonly lastSeenAt: Date;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** The password was right, and the second factor wasn't given yet: nothing may be done but that. */
  readonly awaitsSecondFactor: boolean;
  /** When a second factor was proved in it; null when none was. */
  readonly secondFactorAt: Date | null;
}

/** From where a session begins. */
export interface SessionOrigin {
  readonly ip: string | undefined;
  readonly userAgent: string | undefined;
}

/** @returns the new session's id */
export async function startSession(
  db: Db,
  given: {
    userId: string;
    method: string;
    origin: SessionOrigin;
    awaitsSecondFactor?: boolean;
    /** Whether the way of signing in was two factors at once. */
    isStrong?: boolean;
  },
): Promise<string> {
  const id = newId();
  await db.insert(sessions).values({
    id,
    userId: given.userId,
    method: given.method,
    ip: given.origin.ip,
    userAgent: given.origin.userAgent?.slice(0, 400),
    awaitsSecondFactor: given.awaitsSecondFactor ?? false,
    secondFactorAt: given.isStrong ? sql`now()` : null,
  });
  return id;
}

/** Whose session it is; undefined when it has ended or expired, or its user may not sign in. */
export async function findSession(
  db: Db,
  id: string,
  now = new Date(),
): Promise<{ session: Session; user: User } | undefined> {
  const [found] = await db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.id, id),
        isNull(sessions.endedAt),
        isNull(users.deletedAt),
        isNull(users.disabledAt),
      ),
    );
  if (!found || !isAlive(found.session, found.user.role, now)) return undefined;
  await noteUse(db, found.session, now);
  return { session: found.session, user: withoutSecrets(toStoredUser(found.user)) };
}

/** Whether a session is within its idle and its absolute lifetime. */
export function isAlive(
  session: Pick<Session, "createdAt" | "lastSeenAt">,
  role: Role,
  now: Date,
): boolean {
  const { idleMs, absoluteMs } = LIFETIMES[role === "buyer" ? "buyer" : "staff"];
  return (
    now.getTime() - session.lastSeenAt.getTime() < idleMs &&
    now.getTime() - session.createdAt.getTime() < absoluteMs
  );
}

async function noteUse(db: Db, session: Session, now: Date): Promise<void> {
  const stale = new Date(now.getTime() - NOTE_USE_EVERY_MS);
  if (session.lastSeenAt >= stale) return;
  await db
    .update(sessions)
    .set({ lastSeenAt: now })
    .where(and(eq(sessions.id, session.id), lt(sessions.lastSeenAt, stale)));
}

/** A user's sessions that are alive, the last used first. */
export async function listSessions(db: Db, user: Pick<User, "id" | "role">): Promise<Session[]> {
  const rows = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, user.id), isNull(sessions.endedAt)))
    .orderBy(desc(sessions.lastSeenAt))
    .limit(100);
  const now = new Date();
  return rows.filter((row) => isAlive(row, user.role, now));
}

/** Ends a session of this user. @returns whether there was such a one */
export async function endSession(db: Db, userId: string, id: string): Promise<boolean> {
  const ended = await db
    .update(sessions)
    .set({ endedAt: sql`now()` })
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId), isNull(sessions.endedAt)))
    .returning({ id: sessions.id });
  return ended.length > 0;
}

/** Ends all sessions of a user. @param except one that goes on */
export async function endSessions(tx: Tx | Db, userId: string, except?: string): Promise<void> {
  await tx
    .update(sessions)
    .set({ endedAt: sql`now()` })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.endedAt),
        except ? ne(sessions.id, except) : undefined,
      ),
    );
}

/** Notes that the user has just proved who they are, within this session. */
export async function noteAuthentication(db: Db, id: string): Promise<void> {
  await db
    .update(sessions)
    .set({ authenticatedAt: sql`now()` })
    .where(and(eq(sessions.id, id), isNull(sessions.endedAt)));
}

/** Notes that a second factor was proved within this session, which completes it. */
export async function noteSecondFactor(db: Db, id: string): Promise<void> {
  await db
    .update(sessions)
    .set({
      ...{ authenticatedAt: sql`now()`, secondFactorAt: sql`now()` },
      awaitsSecondFactor: false,
    })
    .where(and(eq(sessions.id, id), isNull(sessions.endedAt)));
}
