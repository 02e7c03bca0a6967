import nodemailer, { type Transporter } from "nodemailer";

/** A mail server that says nothing is given up in time for the job to be tried again. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** A connection per message: mails are few, and a server may close what is left open. */
export function createTransport(smtpUrl: string): Transporter {
  return nodemailer.createTransport({ url: smtpUrl, ...TIMEOUTS });
}
