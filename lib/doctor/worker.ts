import type { Db } from "@/db/client";
import type { Env } from "@/env";
import { createTransport } from "@/lib/email/transport";
import { countJobs } from "@/lib/queue/dead-jobs";
import { countNoun } from "@/lib/shared/count-noun";
import { reasonOf } from "@/lib/shared/reason-of";
import type { Finding } from "./finding";

/** Whether jobs failed for good. */
export async function checkJobs(db: Db): Promise<Finding> {
  const subject = "Jobs";
  const { dead, waiting } = await countJobs(db);
  if (dead > 0) {
    return {
      subject,
      state: "warning",
      found: `${countNoun(dead, "job")} failed at every try`,
      advice: "See /admin/credits/jobs for the reasons; there each can be tried again.",
    };
  }
  return { subject, state: "fine", found: `${countNoun(waiting, "job")} waiting, none failed` };
}

/** Whether mail can be sent. */
export async function checkMail(
  { smtpUrl }: Env["email"],
  { signUpOpen, unverifiedAllowed }: Pick<Env["signIn"], "signUpOpen" | "unverifiedAllowed">,
): Promise<Finding> {
  const subject = "Mail";
  if (!smtpUrl) {
    return {
      subject,
      state: "warning",
      found: signUpOpen
        ? unverifiedAllowed
          ? "SMTP_URL is not set: no receipts are sent, and accounts work without a verified email (ALLOW_UNVERIFIED_ACCOUNTS)"
          : "SMTP_URL is not set: no receipts are sent, and in production sign-up is closed, because nobody could verify an email"
        : "SMTP_URL is not set: no receipts are sent",
      advice: "Set SMTP_URL in .env.auth, such as smtp://user:password@smtp.example.com:587.",
    };
  }
  const transport = createTransport(smtpUrl);
  try {
    await transport.verify();
    return { subject, state: "fine", found: `${new URL(smtpUrl).hostname} accepts this sender` };
  } catch (error) {
    return {
      subject,
      state: "fault",
      found: `the mail server can't be used: ${reasonOf(error)}`,
      advice: "Correct SMTP_URL. Mails wait in the queue for two days and are sent then.",
    };
  } finally {
    transport.close();
  }
}
