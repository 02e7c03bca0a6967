import type { Database } from "@/db/client";
import type { MailSettings } from "@/lib/email/deliver";
import type { WebhookProcessor } from "@/lib/webhooks/webhook-processor";

/** What jobs are done with. */
export interface JobContext {
  readonly database: Database;
  readonly webhookProcessor: WebhookProcessor;
  readonly mail: MailSettings;
}
