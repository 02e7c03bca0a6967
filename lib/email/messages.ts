import { desc, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { emails } from "@/db/schema";
import { isId } from "@/lib/shared/ids";

/** A message in the list of the local mail page. */
export interface MessageSummary {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly createdAt: Date;
}

/** A message with its bodies; both are null for one that a mail server took. */
export interface Message extends MessageSummary {
  readonly html: string | null;
  readonly text: string | null;
}

const summary = {
  id: emails.id,
  recipient: emails.recipient,
  subject: emails.subject,
  createdAt: emails.createdAt,
};

/** The messages that were sent or, without a mail server, kept: newest first. */
export async function listMessages(db: Db, limit = 100): Promise<MessageSummary[]> {
  return db
    .select(summary)
    .from(emails)
    .orderBy(desc(emails.createdAt), desc(emails.id))
    .limit(limit);
}

/** A mail as an admin sees it in a customer's story: whether it was sent, and what failed. */
export interface AccountMessage extends MessageSummary {
  readonly status: (typeof emails.$inferSelect)["status"];
  readonly error: string | null;
}

/** The mails to a customer, newest first. */
export function listMessagesOfAccount(
  db: Db,
  accountId: string,
  limit: number,
): Promise<AccountMessage[]> {
  return db
    .select({ ...summary, status: emails.status, error: emails.error })
    .from(emails)
    .where(eq(emails.accountId, accountId))
    .orderBy(desc(emails.id))
    .limit(limit);
}

/** @returns undefined when there is no such message */
export async function readMessage(db: Db, id: string): Promise<Message | undefined> {
  if (!isId(id)) return undefined;
  const [message] = await db
    .select({ ...summary, html: emails.html, text: emails.text })
    .from(emails)
    .where(eq(emails.id, id));
  return message;
}
