import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";

/** Something that needs an admin and that no mail has told yet. */
export interface AdminNews {
  readonly kind: "review" | "refund_failed" | "dispute" | "dead_job" | "reconciliation";
  /** The id of what it is about; with the kind it is told once. */
  readonly subject: string;
  readonly sentence: string;
}

/** More would make no better mail. */
const LIMIT = 200;

/**
 * Looks in the tables themselves for what needs an admin: whatever wrote it, and whichever process
 * died meanwhile, it is found.
 * @returns at most 200, those that are not in admin_notices
 */
export async function findAdminNews(db: Db): Promise<AdminNews[]> {
  const rows = await db.execute<AdminNews & Record<string, unknown>>(sql`
    select kind, subject, sentence from (
      select 'review' as kind, id as subject,
        'Payment needs review: ' || type || ' ' || id || '. ' || reason as sentence
      from stripe_events where status in ('unmatched', 'mismatch', 'failed')
      union all
      select 'refund_failed', id, 'Refund ' || id || ' failed at Stripe; the money is back with you.'
      from payment_refunds where status = 'failed'
      union all
      select 'refund_failed', id::text,
        'Stripe refused the refund of purchase ' || purchase_id || ': ' || coalesce(error, 'no reason given')
      from refund_requests where status = 'failed'
      union all
      select 'dispute', id, 'Dispute ' || id || ' needs an answer at Stripe.'
      from payment_disputes where status in ('needs_response', 'warning_needs_response')
      union all
      select 'dead_job', id::text, 'Job ' || id || ' of the queue ' || name || ' failed for good.'
      from pgboss.job where state = 'failed' and not (name like 'reconcile-%')
      union all
      select 'reconciliation', finding ->> 'stripeId',
        'Reconciliation: ' || (finding ->> 'stripeId') || '. ' || (finding ->> 'reason')
      from (select report from reconciliation_runs order by started_at desc limit 1) last,
        jsonb_array_elements(coalesce(last.report -> 'findings', '[]')) as finding
    ) news
    where not exists (
      select from admin_notices told where told.kind = news.kind and told.subject = news.subject)
    order by kind, subject
    limit ${LIMIT}`);
  return rows.map(({ kind, subject, sentence }) => ({ kind, subject, sentence }));
}
