import type { Database } from "@/db/client";
import type { Inbox } from "@/lib/billing/inbox/inbox";
import type { MailSettings } from "@/lib/email/deliver";

/** What jobs are done with. */
export interface JobContext {
  readonly database: Database;
  readonly inbox: Inbox;
  readonly mail: MailSettings;
}
