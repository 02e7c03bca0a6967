import { users } from "@/db/schema";
import { type Credits, formatCredits } from "@/lib/shared/credits";
import { formatMoney } from "@/lib/shared/money";
import { formatTimestampWithZone, readViewer } from "@/lib/shared/viewer";

/** The columns of a user that a mail needs. */
export const recipientColumns = {
  name: users.name,
  address: users.email,
  locale: users.locale,
  timeZone: users.timeZone,
};

export interface Recipient {
  readonly name: string;
  readonly address: string;
  readonly locale: string | null;
  readonly timeZone: string | null;
}

/** How a mail writes amounts and dates: as the recipient's browser does, else English and UTC. */
export function formatsOf(recipient: Recipient) {
  const viewer = readViewer(recipient.locale, recipient.timeZone);
  return {
    credits: (amount: Credits) => formatCredits(amount, viewer.locale),
    money: (amountMinor: number, currency: string) =>
      formatMoney({ amountMinor, currency }, viewer.locale),
    timestamp: (at: Date) => formatTimestampWithZone(at, viewer),
  };
}
