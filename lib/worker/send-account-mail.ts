import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema";
import { env } from "@/env";
import { issueToken, type MailedPurpose } from "@/lib/access/one-time-tokens";
import { findUserByEmail } from "@/lib/access/users";
import {
  type AccountMailKind,
  accountMessage,
  isAccountMailKind,
} from "@/lib/email/account-messages";
import { deliver } from "@/lib/email/deliver";
import { renderAccountMessage } from "@/lib/email/render";
import type { JobData } from "@/lib/queue/queues";
import type { JobContext } from "./job-context";
import { readMailBrand } from "./read-mail-brand";

/** The mails that carry a link, what it is for, and the page that it opens. */
const LINKS: Partial<Record<AccountMailKind, { purpose: MailedPurpose; page: string }>> = {
  "verify-email": { purpose: "verify_email", page: "/verify-email" },
  "reset-password": { purpose: "reset_password", page: "/reset-password" },
  "sign-in-link": { purpose: "sign_in", page: "/sign-in/link" },
  "change-email": { purpose: "change_email", page: "/account/confirm-email" },
  invitation: { purpose: "accept_invitation", page: "/accept-invitation" },
};

/** Sends a mail about an account. Its link and code are made here and stand nowhere else. */
export async function sendAccountMail(
  { database, mail }: JobContext,
  { id, kind, userId, address, facts }: JobData<"account-mail">,
): Promise<void> {
  if (!isAccountMailKind(kind)) throw new Error(`no account mail is of the kind ${kind}`);
  const [user] = await database.read.select().from(users).where(eq(users.id, userId));
  if (!user) return;
  const to = { name: user.name, address: address ?? user.email };
  // Whoever asks for an address learns nothing of its owner, and its owner gets no link of others.
  if (kind === "change-email" && (await findUserByEmail(database.read, to.address))) return;
  const message = accountMessage(kind, {
    appUrl: env().web.appUrl,
    email: user.email,
    what: facts.what ?? "",
    ...(await makeLink(database.read, kind, userId, to.address)),
  });
  const { brand, senderName } = await readMailBrand(database.read);
  const rendered = await renderAccountMessage(message, brand);
  const key = `account:${kind}:${id}`;
  await deliver(
    database.read,
    { key, accountId: user.accountId, to, ...rendered },
    { ...mail, senderName },
  );
}

async function makeLink(db: Db, kind: AccountMailKind, userId: string, email: string) {
  const target = LINKS[kind];
  if (!target) return { link: "", code: "" };
  const { token, code } = await issueToken(db, { purpose: target.purpose, userId, email });
  // Behind #, so that the token is in no access log and no Referer.
  return { link: `${env().web.appUrl}${target.page}#${token}`, code };
}
