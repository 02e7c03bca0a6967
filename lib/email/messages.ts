import type { Db } from "@/db/client";

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

/** What would have been sent, newest first: the local mail page shows it. */
export function listMessages(db: Db, limit = 100): Promise<MessageSummary[]> {
  throw new Error(`to follow: ${db} ${limit}`);
}

/** @returns undefined when there is no such message */
export function readMessage(db: Db, id: string): Promise<Message | undefined> {
  throw new Error(`to follow: ${db} ${id}`);
}
