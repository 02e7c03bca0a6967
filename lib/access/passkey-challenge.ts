import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Db } from "@/db/client";
import { env } from "@/env";
import { markChallengeUsed } from "./one-time-tokens";

const LIFETIME_MS = 5 * 60_000;
const RANDOM_BYTES = 16;
const TIME_BYTES = 6;
const BODY_BYTES = RANDOM_BYTES + TIME_BYTES;

/**
 * Makes a challenge that proves itself: random, its end, and our signature. Nothing is stored until
 * it is answered, so that asking for challenges fills no table.
 * @param userId for whom it is; null where who signs in isn't known yet
 */
export function makeChallenge(userId: string | null, now = new Date()): Uint8Array<ArrayBuffer> {
  const end = Buffer.alloc(TIME_BYTES);
  end.writeUIntBE(now.getTime() + LIFETIME_MS, 0, TIME_BYTES);
  const body = Buffer.concat([randomBytes(RANDOM_BYTES), end]);
  return new Uint8Array(Buffer.concat([body, sign(body, userId)]));
}

/**
 * Uses a challenge up: it is good once, for five minutes, and only for whom it was made.
 * @param challenge as the browser sent it back, in base64url
 */
export async function takeChallenge(
  db: Db,
  challenge: string,
  userId: string | null,
  now = new Date(),
): Promise<boolean> {
  const bytes = Buffer.from(challenge, "base64url");
  const body = bytes.subarray(0, BODY_BYTES);
  const expected = sign(body, userId);
  const given = bytes.subarray(BODY_BYTES);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  const end = body.readUIntBE(RANDOM_BYTES, TIME_BYTES);
  if (end <= now.getTime()) return false;
  // base64url can write the same bytes in several ways.
  const written = bytes.toString("base64url");
  const expiresAt = new Date(end);
  return markChallengeUsed(db, { purpose: "passkey", userId, challenge: written, expiresAt });
}

function sign(body: Uint8Array, userId: string | null): Buffer {
  return createHmac("sha256", env().signIn.secret)
    .update(`passkey challenge\0${userId ?? ""}\0`)
    .update(body)
    .digest();
}
