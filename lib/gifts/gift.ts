import type { creditGifts } from "@/db/schema";
import { giftTokenOf, hashGiftToken } from "./gift-token";

export type Gift = typeof creditGifts.$inferSelect;

/**
 * The address that claims a gift. The token stands behind #, where no server's log sees it.
 * @returns null once the gift has ended, or when NEXTAUTH_SECRET has been replaced since
 */
export function giftUrlOf(gift: Gift, appUrl: string): string | null {
  const token = giftTokenOf(gift.id);
  const isOwn = hashGiftToken(token).equals(gift.tokenHash);
  return gift.state === "open" && isOwn ? `${appUrl}/gift#${token}` : null;
}
