import { createHash, randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { knownDevices } from "@/db/schema";
import { cookieName } from "./session-cookie";

/** A year: who comes back once in a while is still known. */
export const DEVICE_COOKIE_SECONDS = 365 * 24 * 3_600;

export function deviceCookieName(): string {
  return cookieName("device");
}

/** A name for this browser that nobody can guess. */
export function newDeviceToken(): string {
  return randomBytes(24).toString("base64url");
}

/** The token of a device cookie; undefined for text that is none of ours. */
export function readDeviceToken(sent: string | undefined): string | undefined {
  return sent && /^[\w-]{32}$/.test(sent) ? sent : undefined;
}

/** Whether the user has signed in before in the browser that holds this token. */
export async function isKnownDevice(
  db: Db,
  userId: string,
  token: string | undefined,
): Promise<boolean> {
  if (!token) return false;
  const [found] = await db
    .select({ userId: knownDevices.userId })
    .from(knownDevices)
    .where(and(eq(knownDevices.userId, userId), eq(knownDevices.tokenHash, hashToken(token))));
  return found !== undefined;
}

/** @returns whether the device is new to a user who had others */
export async function rememberDevice(db: Db, userId: string, token: string): Promise<boolean> {
  const [before] = await db
    .select({ devices: sql<number>`count(*)::int` })
    .from(knownDevices)
    .where(eq(knownDevices.userId, userId));
  const [row] = await db
    .insert(knownDevices)
    .values({ userId, tokenHash: hashToken(token) })
    .onConflictDoUpdate({
      target: [knownDevices.userId, knownDevices.tokenHash],
      set: { lastSeenAt: sql`now()` },
    })
    .returning({ isNew: sql<boolean>`xmax = 0` });
  return row?.isNew === true && (before?.devices ?? 0) > 0;
}

/** After a stolen password no browser is trusted any more. */
export async function forgetDevices(db: Db, userId: string): Promise<void> {
  await db.delete(knownDevices).where(eq(knownDevices.userId, userId));
}

function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
