import { createHash, createHmac, hkdfSync } from "node:crypto";
import { env } from "@/env";

/**
 * The secret part of a gift's link. Derived from the gift's id under NEXTAUTH_SECRET, so that the
 * giver can be shown the link again and a retried request gets the same one, while the database
 * alone, which keeps only the hash, opens no gift.
 */
export function giftTokenOf(giftId: string): string {
  const key = Buffer.from(
    hkdfSync("sha256", env().signIn.secret, "", "ops-center-credits gift", 32),
  );
  return createHmac("sha256", key).update(giftId).digest("base64url");
}

export function hashGiftToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
