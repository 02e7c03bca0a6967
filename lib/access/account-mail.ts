import type { Tx } from "@/db/client";
import type { AccountMailKind } from "@/lib/email/account-messages";
import { enqueue } from "@/lib/queue/enqueue";
import { newId } from "@/lib/shared/ids";

export interface AccountMail {
  readonly kind: AccountMailKind;
  readonly userId: string;
  /** Where to, when it isn't the user's address of the time of sending. */
  readonly address?: string;
  /** What the message says, such as a device's name. */
  readonly facts?: Readonly<Record<string, string>>;
}

/**
 * Enqueues a mail about an account in the transaction that causes it. Links and codes are made
 * when it is sent, so that they stand in no queue.
 */
export async function enqueueAccountMail(tx: Tx, mail: AccountMail): Promise<void> {
  const data = { ...mail, id: newId(), facts: { ...mail.facts } };
  await enqueue(tx, [{ queue: "account-mail", data }]);
}
