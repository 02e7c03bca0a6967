/** What the app's role may do with a table beside reading it. */
export interface TableGrant {
  readonly insert?: true;
  /** True for all columns; otherwise the columns that may change. */
  readonly update?: true | readonly string[];
  readonly delete?: true;
}

/**
 * The rights of the app's role, table by table; `npm run db:migrate` applies them. A table that is
 * not listed can't be read, so a new table needs a line here. What an account, a lot, an entry or a
 * purchase was when it was written has no right to change at all.
 */
export const GRANTS: Readonly<Record<string, TableGrant>> = {
  // The ledger
  credit_accounts: {
    insert: true,
    update: [
      ...["balance", "held", "lot_sum", "entry_seq", "head_hash", "next_expiry_at", "updated_at"],
    ],
  },
  ledger_entries: { insert: true },
  credit_lots: { insert: true, update: ["granted", "remaining", "open"] },
  credit_holds: { insert: true, update: ["state", "expires_at", "end_seq"] },
  payments: { insert: true },
  ledger_seals: { insert: true },
  ledger_heads: { insert: true, update: ["seq", "hash", "state_digest", "key_id", "mac"] },
  ledger_verifications: { insert: true },
  ledger_checkpoints: { insert: true, update: ["seq", "state", "mac"] },

  // Purchases
  packs: { insert: true, update: true },
  purchases: {
    insert: true,
    update: [
      ...["status", "status_reason", "customer_email", "session_id", "session_expires_at"],
      ...["payment_id", "charge_id", "receipt_url", "paid_minor", "paid_currency", "tax_minor"],
      ...["accepted_minor", "accepted_currency", "closed_at", "refunded_minor", "disputed_minor"],
      ...["completed_at", "updated_at"],
    ],
  },
  payment_refunds: { insert: true, update: true },
  payment_disputes: { insert: true, update: true },
  refund_requests: {
    insert: true,
    update: ["attempt", "status", "stripe_refund_id", "error", "updated_at"],
  },
  stripe_objects: { insert: true },

  // What usage costs
  rates: { insert: true },
  quotes: { insert: true, update: ["request_key"], delete: true },

  // Notices
  balance_alerts: { insert: true, update: true, delete: true },

  // Credits given away
  campaigns: { insert: true, update: ["claims", "revoked_at"] },
  campaign_claims: { insert: true },
  credit_gifts: { insert: true, update: ["state", "claimed_by_account_id", "ended_at"] },

  // Stripe's deliveries
  stripe_events: { insert: true, update: true },
  stripe_deliveries: { insert: true, delete: true },
  webhook_refusals: { insert: true, update: true },
  reconciliation_runs: { insert: true, update: true, delete: true },

  // People
  users: { insert: true, update: true },
  customers: { insert: true, update: ["name", "email", "metadata", "has_user", "updated_at"] },
  user_identities: { insert: true, update: true, delete: true },
  sessions: { insert: true, update: true, delete: true },
  known_devices: { insert: true, update: true, delete: true },
  one_time_tokens: { insert: true, update: true, delete: true },
  totp_factors: { insert: true, update: true, delete: true },
  recovery_codes: { insert: true, update: true, delete: true },
  passkeys: { insert: true, update: true, delete: true },
  settings: { insert: true, update: true, delete: true },
  brand_images: { insert: true },
  api_keys: { insert: true, update: true },
  api_key_usage: { insert: true, update: true },
  api_key_reservations: { insert: true, delete: true },
  rate_limits: { insert: true, update: true, delete: true },
  emails: { insert: true, update: true, delete: true },
  audit_log: { insert: true },
  credit_requests: { insert: true, update: ["status", "decided_by", "decided_at"] },

  // Operation
  backups: { insert: true },
  admin_notices: { insert: true },
  retention_runs: { insert: true, update: ["finished_at", "removed"] },

  // Documents: a number that was given is never changed
  document_counters: { insert: true, update: ["last"] },
  documents: { insert: true },

  // Summaries, which are computed anew
  daily_credits: { insert: true, delete: true },
  daily_usage: { insert: true, delete: true },
  daily_quantities: { insert: true, delete: true },
  daily_sales: { insert: true, delete: true },
  account_totals: { insert: true, update: true },
};
