import type { Database } from "@/db/client";
import type { MailSettings } from "@/lib/email/deliver";
import type { WebhookProcessor } from "@/lib/webhooks/webhook-processor";

/** What jobs are done with. */
export interface JobContext {
  readonly database: Database;
  readonly webhookProcessor: WebhookProcessor;
  /** What the ledger's seals are made with; none: they are plain hashes. */
  readonly sealKeys: readonly string[];
  readonly mail: MailSettings;
}
