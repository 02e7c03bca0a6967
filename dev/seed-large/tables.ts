import type { CopyValue } from "./copy-text";
import type { History } from "./history";

/** A table that is filled: its columns, and the rows of an account's history. */
export interface SeededTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Written in one statement with the next one: the guards want neither without the other. */
  readonly withNext?: true;
  rows(history: History): readonly (readonly CopyValue[])[];
}

/**
 * In an order in which the ledger's guards accept them: accounts with entries, then lots. The rows of
 * the ledger's tables are what its own decisions came to; only the writing is not the ledger's, because
 * ten million entries would take it hours. The guards stay on.
 */
export const SEEDED_TABLES: readonly SeededTable[] = [
  {
    name: "users",
    columns: ["id", "account_id", "email", "email_verified_at", "name", "created_at"],
    rows: ({ userId, account, email, name, signedUpAt }) => [
      [userId, account.id, email, signedUpAt, name, signedUpAt],
    ],
  },
  {
    // Some customers are known to the operator's own product, too.
    name: "customers",
    columns: [
      ...["id", "account_id", "external_id", "email", "name", "has_user", "created_at"],
      "updated_at",
    ],
    rows: ({ index, userId, account, email, name, signedUpAt }) =>
      index % 10 === 0
        ? [[userId, account.id, `shop-${index}`, email, name, true, signedUpAt, signedUpAt]]
        : [],
  },
  {
    name: "audit_log",
    columns: ["id", "at", "actor", "action", "target_type", "target_id"],
    rows: ({ userId, signedUpAt }) => [
      [userId, signedUpAt, userId, "user.sign_up", "user", userId],
    ],
  },
  {
    name: "emails",
    columns: [
      ...["id", "key", "account_id", "recipient", "subject", "status", "claimed_until"],
      ...["created_at", "sent_at"],
    ],
    rows: ({ account, email, purchase }) => [
      [
        ...[purchase.id, `receipt:${purchase.id}`, account.id, email],
        ...[`Your receipt for ${purchase.packName}`, "sent", purchase.completedAt],
        ...[purchase.completedAt, purchase.completedAt],
      ],
    ],
  },
  {
    name: "pgboss.job",
    columns: ["id", "name", "state", "data", "created_on", "completed_on"],
    rows: ({ account, purchase }) => [
      [
        ...[purchase.id, "receipt", "completed", toJobData(account.id, purchase.id)],
        ...[purchase.completedAt, purchase.completedAt],
      ],
    ],
  },
  {
    name: "purchases",
    columns: [
      ...["account_id", "id", "user_id", "pack_code", "pack_name", "pack_description", "credits"],
      ...["amount_minor", "currency", "allow_free", "status", "success_url", "cancel_url"],
      ...["session_id", "session_expires_at", "payment_id", "charge_id", "paid_minor"],
      ...["tax_minor", "paid_currency", "created_at", "completed_at", "updated_at"],
    ],
    rows: ({ account, userId, purchase }) => [
      [
        ...[account.id, purchase.id, userId, purchase.packCode, purchase.packName, ""],
        ...[BigInt(purchase.credits) * 1_000_000n, purchase.amountMinor, "usd", false],
        ...["completed", "http://localhost:3000/admin/credits", "http://localhost:3000/"],
        ...[purchase.sessionId, new Date(purchase.orderedAt.getTime() + 7_200_000)],
        ...[purchase.paymentId, purchase.chargeId, purchase.amountMinor, 0, "usd"],
        ...[purchase.orderedAt, purchase.completedAt, purchase.completedAt],
      ],
    ],
  },
  {
    name: "payments",
    columns: ["id", "account_id", "purchase_id", "created_at"],
    rows: ({ account, purchase }) => [
      [purchase.paymentId, account.id, purchase.id, purchase.completedAt],
    ],
  },
  {
    name: "credit_accounts",
    withNext: true,
    columns: [
      ...["id", "balance", "held", "lot_sum", "entry_seq", "head_hash", "next_expiry_at"],
      ...["created_at", "updated_at"],
    ],
    rows: ({ account, signedUpAt }) => [
      [
        ...[account.id, account.balance, account.held, account.lotSum, account.entrySeq],
        ...[fromHex(account.headHash), account.nextExpiryAt, signedUpAt, account.updatedAt],
      ],
    ],
  },
  {
    name: "ledger_entries",
    columns: [
      ...["account_id", "seq", "key", "command_digest", "kind", "amount", "held_delta"],
      ...["balance_after", "held_after", "contra", "shortfall", "absorbed", "hold_id", "reverses"],
      ...["source_type", "source_id", "actor", "reason", "metadata"],
      ...["lots", "amounts", "hash", "created_at"],
    ],
    rows: ({ entries }) =>
      entries.map((entry) => [
        ...[entry.accountId, entry.seq, entry.key],
        ...[fromHex(entry.commandDigest), entry.kind, entry.amount],
        ...[entry.heldDelta, entry.balanceAfter, entry.heldAfter, entry.contra, entry.shortfall],
        ...[entry.absorbed, entry.holdId, entry.reverses, entry.sourceType, entry.sourceId],
        ...[entry.actor, entry.reason, JSON.stringify(entry.metadata)],
        entry.allocations.map(({ lotId }) => lotId),
        entry.allocations.map(({ amount }) => amount),
        ...[fromHex(entry.hash), entry.createdAt],
      ]),
  },
  {
    name: "credit_lots",
    columns: [
      ...["account_id", "id", "kind", "granted", "remaining", "open", "source_type", "source_id"],
      ...["priority", "expires_at", "entry_seq", "created_at"],
    ],
    rows: ({ lots }) =>
      lots.map((lot) => [
        ...[lot.accountId, lot.id, lot.kind, lot.granted, lot.remaining, lot.remaining > 0n],
        ...[lot.sourceType, lot.sourceId, lot.priority, lot.expiresAt, lot.entrySeq],
        lot.createdAt,
      ]),
  },
  {
    name: "stripe_objects",
    columns: ["stripe_id", "account_id", "purchase_id", "created_at"],
    rows: ({ account, purchase }) =>
      [purchase.sessionId, purchase.paymentId, purchase.chargeId].map((id) => [
        ...[id, account.id, purchase.id, purchase.orderedAt],
      ]),
  },
  {
    name: "stripe_events",
    columns: [
      ...["id", "type", "livemode", "occurred_at", "object_id", "payload", "status", "reason"],
      ...["account_id", "purchase_id", "first_received_at", "processed_at"],
    ],
    rows: ({ account, purchase }) => [
      [
        ...[purchase.eventId, "checkout.session.completed", false, purchase.completedAt],
        ...[purchase.sessionId, payloadOf(purchase), "processed"],
        `${purchase.credits} credits added.`,
        ...[account.id, purchase.id, purchase.completedAt, purchase.completedAt],
      ],
    ],
  },
  {
    name: "stripe_deliveries",
    columns: [
      ...["id", "event_id", "via", "received_at", "duration_ms", "outcome", "answered_status"],
      "reason",
    ],
    rows: ({ purchase }) => [
      [
        ...[purchase.deliveryId, purchase.eventId, "webhook", purchase.completedAt, 12],
        ...["processed", 200, `${purchase.credits} credits added.`],
      ],
    ],
  },
];

function payloadOf({ eventId, sessionId, paymentId, amountMinor }: History["purchase"]): string {
  const session = {
    ...{ id: sessionId, object: "checkout.session", status: "complete", payment_status: "paid" },
    ...{ payment_intent: paymentId, amount_subtotal: amountMinor, amount_total: amountMinor },
    currency: "usd",
  };
  return JSON.stringify({ id: eventId, object: "event", data: { object: session } });
}

function toJobData(accountId: string, purchaseId: string): string {
  return JSON.stringify({ accountId, purchaseId });
}

function fromHex(digest: string | null): Buffer | null {
  return digest === null ? null : Buffer.from(digest, "hex");
}
