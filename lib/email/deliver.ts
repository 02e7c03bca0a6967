import { and, eq, lte, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { emails } from "@/db/schema";
import { type Clock, systemClock } from "@/lib/shared/clock";
import { newId } from "@/lib/shared/ids";
import { log } from "@/lib/shared/log";
import { reasonOf } from "@/lib/shared/reason-of";
import type { Rendered } from "./render";
import { createTransport } from "./transport";

export interface Mail extends Rendered {
  /** What the message is about, such as "receipt:<purchase id>": the same is never sent again. */
  readonly key: string;
  readonly accountId: string;
  readonly to: { readonly name: string; readonly address: string };
}

export interface MailSettings {
  /** Undefined: messages are kept, to be seen on the local mail page. */
  readonly smtpUrl: string | undefined;
  readonly from: string;
  /** The name in place of the one in `from`; empty or undefined: that one. */
  readonly senderName?: string;
}

/** An address that no mail server has (RFC 2606): that of a customer who never signed up here. */
function isNobody(address: string): boolean {
  return address.endsWith(".invalid");
}

/** Longer than any attempt takes, shorter than the job waits before it is taken for lost. */
const CLAIM_MS = 90_000;

/**
 * Sends a message, unless one of the same key was sent. Whoever sends claims the key first, so no
 * two processes send at once. One case remains: the mail server took the message, and this process
 * died before noting it. Then it is sent again, under the same Message-ID.
 *
 * @returns what became of it: `already` when it had been sent before
 * @throws when the mail server doesn't take it, or another process is at it: try again later
 */
export async function deliver(
  db: Db,
  mail: Mail,
  settings: MailSettings,
  clock: Clock = systemClock,
): Promise<"sent" | "kept" | "already"> {
  const { smtpUrl } = settings;
  if (!(await claim(db, mail, clock()))) return "already";
  if (!smtpUrl || isNobody(mail.to.address)) {
    await settle(db, mail, { status: "kept", html: mail.html, text: mail.text, error: null });
    return "kept";
  }
  try {
    await createTransport(smtpUrl).sendMail({
      from: settings.senderName
        ? { name: settings.senderName, address: addressOf(settings.from) }
        : settings.from,
      to: mail.to,
      subject: mail.subject,
      html: mail.html,
      text: mail.text,
      messageId: `<${mail.key.replaceAll(":", ".")}@${domainOf(settings.from)}>`,
    });
  } catch (error) {
    const reason = reasonOf(error);
    await settle(db, mail, { error: reason, claimedUntil: clock() });
    throw error;
  }
  await settle(db, mail, { status: "sent", sentAt: clock(), error: null });
  log.info({ emailKey: mail.key }, "Sent an e-mail");
  return "sent";
}

/** @returns false when it was sent before; throws while another process is at it */
async function claim(db: Db, mail: Mail, now: Date): Promise<boolean> {
  const row = {
    recipient: mail.to.address,
    subject: mail.subject,
    claimedUntil: new Date(now.getTime() + CLAIM_MS),
  };
  const claimed = await db
    .insert(emails)
    .values({ id: newId(), key: mail.key, accountId: mail.accountId, createdAt: now, ...row })
    .onConflictDoUpdate({
      target: emails.key,
      set: { ...row, attempts: sql`${emails.attempts} + 1` },
      setWhere: and(eq(emails.status, "sending"), lte(emails.claimedUntil, now)),
    })
    .returning({ id: emails.id });
  if (claimed.length > 0) return true;
  const [known] = await db
    .select({ status: emails.status })
    .from(emails)
    .where(eq(emails.key, mail.key));
  if (known?.status === "sending") {
    throw new Error(`${mail.key} is being sent by another process`);
  }
  return false;
}

async function settle(
  db: Db,
  { key }: Mail,
  columns: Partial<typeof emails.$inferInsert>,
): Promise<void> {
  await db.update(emails).set(columns).where(eq(emails.key, key));
}

/** @param from "Name <address>" or an address */
function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

function domainOf(from: string): string {
  return /@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? "localhost";
}
