import { sql } from "drizzle-orm";
import type { TestDatabase } from "@/dev/test/database";
import { listMessages, readMessage } from "@/lib/email/messages";
import { QUEUES } from "@/lib/queue/queues";
import { handleAccountRequest } from "@/lib/worker/handle-account-request";
import type { JobContext } from "@/lib/worker/job-context";
import { sendAccountMail } from "@/lib/worker/send-account-mail";

/** A mail about an account as its reader has it. */
export interface ReadMail {
  readonly subject: string;
  readonly text: string;
  /** The six-digit code, or nothing. */
  readonly code: string;
  /** The token in the link, or nothing. */
  readonly token: string;
}

/** Does what strangers asked about addresses, as the worker does it. */
export async function doAccountRequests(db: TestDatabase): Promise<void> {
  const jobs = await db.database.read.execute<{ data: unknown }>(
    sql`delete from pgboss.job where name = 'account-request' returning data`,
  );
  for (const { data } of jobs) {
    await handleAccountRequest(db, QUEUES["account-request"].data.parse(data));
  }
}

/** Does the mail jobs that wait, and gives what an address was sent, newest first. */
export async function readMail(db: TestDatabase, address: string): Promise<ReadMail[]> {
  const { read } = db.database;
  await doAccountRequests(db);
  const jobs = await read.execute<{ data: unknown }>(
    sql`delete from pgboss.job where name = 'account-mail' returning data`,
  );
  const context = {
    database: db.database,
    mail: { smtpUrl: undefined, from: "credits@example.com" },
  } as JobContext;
  for (const { data } of jobs) {
    await sendAccountMail(context, QUEUES["account-mail"].data.parse(data));
  }
  const found = (await listMessages(read)).filter(({ recipient }) => recipient === address);
  return Promise.all(
    found.map(async ({ id, subject }) => {
      const text = (await readMessage(read, id))?.text ?? "";
      return {
        subject,
        text,
        code: /^\s*(\d{6})\s*$/m.exec(text)?.[1] ?? "",
        token: /#([\w-]{20,})/.exec(text)?.[1] ?? "",
      };
    }),
  );
}
