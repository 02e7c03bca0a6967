import type { Database } from "@/db/client";
import type { MailSettings } from "@/lib/email/deliver";
import type { Inbox } from "@/lib/webhooks/webhook-processor";

/** What jobs are done with. */
export interface JobContext {
  readonly database: Database;
  readonly inbox: Inbox;
  readonly mail: MailSettings;
}
