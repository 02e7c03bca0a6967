CREATE TYPE "public"."campaign_kind" AS ENUM('code', 'sign_up', 'referral');
--> statement-breakpoint
CREATE TYPE "public"."gift_state" AS ENUM('open', 'claimed', 'taken_back', 'expired');
--> statement-breakpoint
CREATE TYPE "public"."hold_on_expire" AS ENUM('release', 'capture');
--> statement-breakpoint
CREATE TYPE "public"."hold_state" AS ENUM('open', 'captured', 'released', 'expired');
--> statement-breakpoint
CREATE TYPE "public"."lot_kind" AS ENUM('paid', 'promotional');
--> statement-breakpoint
CREATE TYPE "public"."credit_request_status" AS ENUM('waiting', 'applied', 'rejected');
--> statement-breakpoint
CREATE TYPE "public"."document_kind" AS ENUM('receipt', 'credit_note');
--> statement-breakpoint
CREATE TYPE "public"."email_status" AS ENUM('sending', 'sent', 'kept');
--> statement-breakpoint
CREATE TYPE "public"."contra_account" AS ENUM('sales', 'promotions', 'usage', 'disputes', 'breakage', 'adjustments', 'absorbed', 'transfers');
--> statement-breakpoint
CREATE TYPE "public"."entry_kind" AS ENUM('purchase', 'grant', 'spend', 'spend_reversal', 'refund', 'refund_reversal', 'dispute', 'dispute_reversal', 'expiry', 'adjustment', 'hold', 'capture', 'release', 'hold_expiry', 'transfer');
--> statement-breakpoint
CREATE TYPE "public"."token_purpose" AS ENUM('verify_email', 'reset_password', 'sign_in', 'change_email', 'accept_invitation', 'passkey', 'portal', 'sign_up_work');
--> statement-breakpoint
CREATE TYPE "public"."dispute_status" AS ENUM('warning_needs_response', 'warning_under_review', 'warning_closed', 'needs_response', 'under_review', 'lost', 'appeal_needs_response', 'appeal_under_review', 'won', 'prevented');
--> statement-breakpoint
CREATE TYPE "public"."refund_status" AS ENUM('requires_action', 'pending', 'succeeded', 'failed', 'canceled');
--> statement-breakpoint
CREATE TYPE "public"."checkout_ui" AS ENUM('hosted', 'embedded');
--> statement-breakpoint
CREATE TYPE "public"."purchase_status" AS ENUM('pending', 'processing', 'completed', 'failed', 'expired', 'partially_refunded', 'refunded', 'disputed', 'in_review', 'dispute_lost');
--> statement-breakpoint
CREATE TYPE "public"."reconciliation_status" AS ENUM('running', 'finished', 'incomplete', 'interrupted', 'abandoned');
--> statement-breakpoint
CREATE TYPE "public"."refund_request_status" AS ENUM('requested', 'sent', 'failed');
--> statement-breakpoint
CREATE TYPE "public"."delivery_outcome" AS ENUM('processed', 'duplicate', 'ignored', 'unmatched', 'mismatch', 'failed');
--> statement-breakpoint
CREATE TYPE "public"."event_status" AS ENUM('processed', 'ignored', 'unmatched', 'mismatch', 'failed', 'dismissed');
--> statement-breakpoint
CREATE TYPE "public"."user_role" AS ENUM('buyer', 'support', 'finance', 'admin');
--> statement-breakpoint
CREATE TABLE "admin_notices" (
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"told_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "admin_notices_kind_subject_pk" PRIMARY KEY("kind","subject")
);
--> statement-breakpoint
CREATE TABLE "api_key_reservations" (
	"hold_id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"budget_id" uuid NOT NULL,
	"month" date NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "api_key_reservations_positive" CHECK ("api_key_reservations"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "api_key_usage" (
	"budget_id" uuid NOT NULL,
	"month" date NOT NULL,
	"used" bigint NOT NULL,
	CONSTRAINT "api_key_usage_budget_id_month_pk" PRIMARY KEY("budget_id","month"),
	CONSTRAINT "api_key_usage_not_negative" CHECK ("api_key_usage"."used" >= 0)
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"start" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"account_id" uuid,
	"monthly_budget" bigint,
	"budget_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash"),
	CONSTRAINT "api_keys_budget_positive" CHECK ("api_keys"."monthly_budget" > 0),
	CONSTRAINT "api_keys_budget_of_one_account" CHECK ("api_keys"."monthly_budget" is null or "api_keys"."account_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"target_type" text,
	"target_id" text,
	"details" jsonb DEFAULT '{}' NOT NULL,
	"ip" text,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "backups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"finished_at" timestamp (3) with time zone NOT NULL,
	"size_bytes" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "balance_alerts" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"threshold" bigint,
	"is_below" boolean NOT NULL,
	CONSTRAINT "balance_alerts_positive" CHECK ("balance_alerts"."threshold" > 0)
);
--> statement-breakpoint
CREATE TABLE "brand_images" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"content_type" text NOT NULL,
	"data" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "campaign_claims" (
	"campaign_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"occasion" text,
	"claimed_by" text NOT NULL,
	"claimed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaign_claims_campaign_id_account_id_number_pk" PRIMARY KEY("campaign_id","account_id","number"),
	CONSTRAINT "campaign_claims_once_per_occasion" UNIQUE("campaign_id","account_id","occasion")
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" "campaign_kind" NOT NULL,
	"code" text,
	"credits" bigint NOT NULL,
	"max_claims" integer,
	"max_claims_per_account" integer DEFAULT 1 NOT NULL,
	"claims" integer DEFAULT 0 NOT NULL,
	"after_first_purchase" boolean DEFAULT false NOT NULL,
	"credits_expire_after_days" integer,
	"starts_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ends_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"request_key" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaigns_account_id_unique" UNIQUE("account_id"),
	CONSTRAINT "campaigns_code_unique" UNIQUE("code"),
	CONSTRAINT "campaigns_request_key_unique" UNIQUE("request_key"),
	CONSTRAINT "campaigns_positive" CHECK ("campaigns"."credits" > 0 and "campaigns"."max_claims_per_account" > 0),
	CONSTRAINT "campaigns_within_limit" CHECK ("campaigns"."claims" >= 0 and ("campaigns"."max_claims" is null or "campaigns"."claims" <= "campaigns"."max_claims")),
	CONSTRAINT "campaigns_code" CHECK ("campaigns"."code" is null or "campaigns"."code" = upper("campaigns"."code")),
	CONSTRAINT "campaigns_kind_code" CHECK (("campaigns"."kind" = 'code') = ("campaigns"."code" is not null))
);
--> statement-breakpoint
CREATE TABLE "credit_accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"balance" bigint DEFAULT 0 NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"lot_sum" bigint DEFAULT 0 NOT NULL,
	"entry_seq" bigint DEFAULT 0 NOT NULL,
	"head_hash" "bytea" DEFAULT '\x' NOT NULL,
	"next_expiry_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "credit_accounts_held_not_negative" CHECK ("credit_accounts"."held" >= 0),
	CONSTRAINT "credit_accounts_lot_sum" CHECK ("credit_accounts"."lot_sum" = greatest("credit_accounts"."balance", 0))
);
--> statement-breakpoint
CREATE TABLE "credit_gifts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"giver_account_id" uuid NOT NULL,
	"credits" bigint NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"state" "gift_state" DEFAULT 'open' NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"request_key" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"claimed_by_account_id" uuid,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "credit_gifts_account_id_unique" UNIQUE("account_id"),
	CONSTRAINT "credit_gifts_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "credit_gifts_one_per_request" UNIQUE("giver_account_id","request_key"),
	CONSTRAINT "credit_gifts_positive" CHECK ("credit_gifts"."credits" > 0),
	CONSTRAINT "credit_gifts_one_end" CHECK (("credit_gifts"."state" = 'open') = ("credit_gifts"."ended_at" is null)),
	CONSTRAINT "credit_gifts_claimed_by" CHECK (("credit_gifts"."state" = 'claimed') = ("credit_gifts"."claimed_by_account_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "credit_holds" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"state" "hold_state" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"on_expire" "hold_on_expire" NOT NULL,
	"source_type" text NOT NULL,
	"source_id" text NOT NULL,
	"entry_seq" bigint NOT NULL,
	"end_seq" bigint,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "credit_holds_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "credit_holds_positive" CHECK ("credit_holds"."amount" > 0),
	CONSTRAINT "credit_holds_one_end" CHECK (("credit_holds"."state" = 'open') = ("credit_holds"."end_seq" is null))
);
--> statement-breakpoint
CREATE TABLE "credit_lots" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" "lot_kind" NOT NULL,
	"granted" bigint NOT NULL,
	"remaining" bigint NOT NULL,
	"open" boolean NOT NULL,
	"source_type" text NOT NULL,
	"source_id" text NOT NULL,
	"priority" integer NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"entry_seq" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "credit_lots_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "credit_lots_remaining_within_granted" CHECK ("credit_lots"."remaining" >= 0 and "credit_lots"."remaining" <= "credit_lots"."granted" and "credit_lots"."granted" > 0),
	CONSTRAINT "credit_lots_open" CHECK ("credit_lots"."open" = ("credit_lots"."remaining" > 0))
);
--> statement-breakpoint
CREATE TABLE "credit_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"credits" bigint NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"reason" text NOT NULL,
	"status" "credit_request_status" NOT NULL,
	"requested_by" uuid NOT NULL,
	"requested_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "credit_requests_not_zero" CHECK ("credit_requests"."credits" <> 0),
	CONSTRAINT "credit_requests_two_admins" CHECK ("credit_requests"."decided_by" is null or "credit_requests"."status" = 'rejected' or "credit_requests"."decided_by" <> "credit_requests"."requested_by")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"name" text,
	"email" text,
	"metadata" jsonb DEFAULT '{}' NOT NULL,
	"has_user" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "customers_account_id_unique" UNIQUE("account_id"),
	CONSTRAINT "customers_external_id_unique" UNIQUE("external_id"),
	CONSTRAINT "customers_external_id" CHECK (length("customers"."external_id") between 1 and 200)
);
--> statement-breakpoint
CREATE TABLE "document_counters" (
	"kind" "document_kind" PRIMARY KEY NOT NULL,
	"last" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"kind" "document_kind" NOT NULL,
	"number" bigint NOT NULL,
	"account_id" uuid NOT NULL,
	"purchase_id" uuid NOT NULL,
	"refund_id" text,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"paid_at" timestamp (3) with time zone NOT NULL,
	"seller" jsonb NOT NULL,
	"customer_name" text NOT NULL,
	"customer_email" text NOT NULL,
	"pack_name" text NOT NULL,
	"credits" bigint NOT NULL,
	"amount_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	CONSTRAINT "documents_kind_number_pk" PRIMARY KEY("kind","number"),
	CONSTRAINT "documents_refund" CHECK (("documents"."kind" = 'credit_note') = ("documents"."refund_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "emails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"account_id" uuid NOT NULL,
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"html" text,
	"text" text,
	"status" "email_status" DEFAULT 'sending' NOT NULL,
	"attempts" integer DEFAULT 1 NOT NULL,
	"error" text,
	"claimed_until" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "emails_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "known_devices" (
	"user_id" uuid NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "known_devices_user_id_token_hash_pk" PRIMARY KEY("user_id","token_hash")
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"account_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"key" text NOT NULL,
	"command_digest" "bytea",
	"kind" "entry_kind" NOT NULL,
	"amount" bigint NOT NULL,
	"held_delta" bigint DEFAULT 0 NOT NULL,
	"balance_after" bigint NOT NULL,
	"held_after" bigint DEFAULT 0 NOT NULL,
	"contra" "contra_account" NOT NULL,
	"shortfall" bigint DEFAULT 0 NOT NULL,
	"absorbed" bigint DEFAULT 0 NOT NULL,
	"hold_id" uuid,
	"reverses" bigint,
	"source_type" text NOT NULL,
	"source_id" text NOT NULL,
	"actor" text NOT NULL,
	"reason" text NOT NULL,
	"metadata" jsonb DEFAULT '{}' NOT NULL,
	"lots" uuid[] DEFAULT '{}' NOT NULL,
	"amounts" bigint[] DEFAULT '{}' NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_entries_account_id_seq_pk" PRIMARY KEY("account_id","seq"),
	CONSTRAINT "ledger_entries_changes_something" CHECK ("ledger_entries"."amount" <> 0 or "ledger_entries"."held_delta" <> 0),
	CONSTRAINT "ledger_entries_no_overspending" CHECK ("ledger_entries"."amount" >= 0 or "ledger_entries"."balance_after" >= 0 or "ledger_entries"."kind" in ('refund', 'dispute', 'adjustment') or ("ledger_entries"."kind" = 'capture' and "ledger_entries"."shortfall" = 0)),
	CONSTRAINT "ledger_entries_respects_holds" CHECK (("ledger_entries"."amount" >= 0 and "ledger_entries"."held_delta" <= 0) or "ledger_entries"."balance_after" >= "ledger_entries"."held_after" or "ledger_entries"."kind" not in ('spend', 'hold', 'expiry', 'transfer')),
	CONSTRAINT "ledger_entries_held" CHECK ("ledger_entries"."held_after" >= 0 and ("ledger_entries"."held_delta" <> 0) = ("ledger_entries"."kind" in ('hold', 'capture', 'release', 'hold_expiry')) and ("ledger_entries"."held_delta" <> 0) = ("ledger_entries"."hold_id" is not null)),
	CONSTRAINT "ledger_entries_capture" CHECK ("ledger_entries"."shortfall" >= 0 and "ledger_entries"."absorbed" >= 0 and ("ledger_entries"."kind" = 'capture' or ("ledger_entries"."shortfall" = 0 and "ledger_entries"."absorbed" = 0))),
	CONSTRAINT "ledger_entries_allocations" CHECK (cardinality("ledger_entries"."lots") = cardinality("ledger_entries"."amounts"))
);
--> statement-breakpoint
CREATE TABLE "ledger_checkpoints" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"state" text NOT NULL,
	"mac" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_heads" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"state_digest" "bytea" NOT NULL,
	"key_id" text NOT NULL,
	"mac" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_seals" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"sealed_through" timestamp (3) with time zone NOT NULL,
	"heads" bigint NOT NULL,
	"heads_digest" "bytea" NOT NULL,
	"audit_entries" bigint NOT NULL,
	"audit_digest" "bytea" NOT NULL,
	"key_id" text NOT NULL,
	"mac" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_verifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seal_seq" bigint NOT NULL,
	"verified_through" timestamp (3) with time zone NOT NULL,
	"mac" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "one_time_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"purpose" "token_purpose" NOT NULL,
	"user_id" uuid,
	"token_hash" "bytea" NOT NULL,
	"code_hash" "bytea",
	"email" text,
	"tries" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "one_time_tokens_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "packs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"credits" bigint NOT NULL,
	"credits_expire_after_days" integer,
	"max_per_person" integer,
	"price_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"discount_percent" integer DEFAULT 0 NOT NULL,
	"popular" boolean DEFAULT false NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"allow_free" boolean DEFAULT false NOT NULL,
	"sort_order" integer DEFAULT 0 NOT NULL,
	"stripe_price_id" text,
	"stripe_product_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "packs_code_unique" UNIQUE("code"),
	CONSTRAINT "packs_positive" CHECK ("packs"."credits" > 0 and "packs"."price_minor" > 0),
	CONSTRAINT "packs_currency" CHECK ("packs"."currency" ~ '^[a-z]{3}$'),
	CONSTRAINT "packs_expiry" CHECK ("packs"."credits_expire_after_days" between 1 and 36500),
	CONSTRAINT "packs_max_per_person" CHECK ("packs"."max_per_person" between 1 and 1000),
	CONSTRAINT "packs_discount" CHECK ("packs"."discount_percent" between 0 and 99)
);
--> statement-breakpoint
CREATE TABLE "payment_disputes" (
	"account_id" uuid NOT NULL,
	"id" text NOT NULL,
	"purchase_id" uuid NOT NULL,
	"payment_id" text,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"amount_as_of" timestamp (3) with time zone NOT NULL,
	"withdrawn_minor" bigint NOT NULL,
	"reinstated_minor" bigint NOT NULL,
	"respond_by" timestamp (3) with time zone,
	"status" "dispute_status" NOT NULL,
	"reason" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payment_disputes_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "payment_refunds" (
	"account_id" uuid NOT NULL,
	"id" text NOT NULL,
	"purchase_id" uuid NOT NULL,
	"payment_id" text,
	"amount_minor" bigint NOT NULL,
	"status" "refund_status" NOT NULL,
	"reason" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payment_refunds_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "payment_refunds_positive" CHECK ("payment_refunds"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"purchase_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "purchases" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"pack_code" text NOT NULL,
	"pack_name" text NOT NULL,
	"pack_description" text DEFAULT '' NOT NULL,
	"stripe_price_id" text,
	"credits" bigint NOT NULL,
	"credits_expire_after_days" integer,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"allow_free" boolean NOT NULL,
	"status" "purchase_status" DEFAULT 'pending' NOT NULL,
	"status_reason" text,
	"checkout_ui" "checkout_ui" DEFAULT 'hosted' NOT NULL,
	"success_url" text NOT NULL,
	"cancel_url" text NOT NULL,
	"customer_email" text,
	"session_id" text,
	"session_expires_at" timestamp (3) with time zone NOT NULL,
	"payment_id" text,
	"charge_id" text,
	"receipt_url" text,
	"paid_minor" bigint,
	"tax_minor" bigint,
	"paid_currency" text,
	"accepted_minor" bigint,
	"accepted_currency" text,
	"closed_at" timestamp (3) with time zone,
	"recreated_at" timestamp (3) with time zone,
	"refunded_minor" bigint DEFAULT 0 NOT NULL,
	"disputed_minor" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "purchases_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "purchases_positive" CHECK ("purchases"."credits" > 0 and "purchases"."amount_minor" > 0),
	CONSTRAINT "purchases_completed_has_payment" CHECK ("purchases"."status" not in ('completed', 'partially_refunded', 'refunded', 'disputed', 'dispute_lost') or ("purchases"."payment_id" is not null and "purchases"."paid_minor" is not null and "purchases"."paid_currency" is not null and "purchases"."completed_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "quotes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"service" text NOT NULL,
	"model" text NOT NULL,
	"rate_model" text NOT NULL,
	"rate_version" integer NOT NULL,
	"ceiling" bigint NOT NULL,
	"request_key" text,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "quotes_positive" CHECK ("quotes"."ceiling" > 0)
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"tries" integer NOT NULL,
	"last_try_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rates" (
	"service" text NOT NULL,
	"model" text NOT NULL,
	"version" integer NOT NULL,
	"terms" jsonb,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rates_service_model_version_pk" PRIMARY KEY("service","model","version"),
	CONSTRAINT "rates_version" CHECK ("rates"."version" > 0)
);
--> statement-breakpoint
CREATE TABLE "reconciliation_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"days" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"started_by" text NOT NULL,
	"status" "reconciliation_status" DEFAULT 'running' NOT NULL,
	"heartbeat_at" timestamp (3) with time zone NOT NULL,
	"phase" text NOT NULL,
	"positions" jsonb NOT NULL,
	"report" jsonb NOT NULL,
	"error" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "refund_requests" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"purchase_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"status" "refund_request_status" DEFAULT 'requested' NOT NULL,
	"stripe_refund_id" text,
	"error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "refund_requests_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "refund_requests_positive" CHECK ("refund_requests"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "account_totals" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"refreshed_at" timestamp (3) with time zone NOT NULL,
	"took_ms" integer NOT NULL,
	"accounts" bigint NOT NULL,
	"in_debt" bigint NOT NULL,
	"active" bigint NOT NULL,
	"new_buyers" bigint NOT NULL,
	"returning_buyers" bigint NOT NULL,
	"outstanding" bigint NOT NULL,
	"owed" bigint NOT NULL,
	"held" bigint NOT NULL,
	"expiring" bigint NOT NULL,
	"by_age" jsonb NOT NULL,
	CONSTRAINT "account_totals_one_row" CHECK ("account_totals"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "daily_credits" (
	"day" date NOT NULL,
	"kind" "entry_kind" NOT NULL,
	"entries" bigint NOT NULL,
	"credits" bigint NOT NULL,
	CONSTRAINT "daily_credits_day_kind_pk" PRIMARY KEY("day","kind")
);
--> statement-breakpoint
CREATE TABLE "daily_quantities" (
	"day" date NOT NULL,
	"service" text NOT NULL,
	"model" text NOT NULL,
	"requests" bigint NOT NULL,
	"credits" bigint NOT NULL,
	"quantities" jsonb NOT NULL,
	CONSTRAINT "daily_quantities_day_service_model_pk" PRIMARY KEY("day","service","model")
);
--> statement-breakpoint
CREATE TABLE "daily_sales" (
	"day" date NOT NULL,
	"pack_code" text NOT NULL,
	"currency" text NOT NULL,
	"purchases" integer NOT NULL,
	"first_purchases" integer NOT NULL,
	"paid_minor" bigint NOT NULL,
	"refunded_minor" bigint NOT NULL,
	CONSTRAINT "daily_sales_day_pack_code_currency_pk" PRIMARY KEY("day","pack_code","currency")
);
--> statement-breakpoint
CREATE TABLE "daily_usage" (
	"account_id" uuid NOT NULL,
	"day" date NOT NULL,
	"service" text NOT NULL,
	"model" text NOT NULL,
	"actor" text NOT NULL,
	"entries" bigint NOT NULL,
	"credits" bigint NOT NULL,
	CONSTRAINT "daily_usage_account_id_day_service_model_actor_pk" PRIMARY KEY("account_id","day","service","model","actor")
);
--> statement-breakpoint
CREATE TABLE "retention_runs" (
	"rule" text PRIMARY KEY NOT NULL,
	"finished_at" timestamp (3) with time zone NOT NULL,
	"removed" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passkeys" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"public_key" "bytea" NOT NULL,
	"counter" bigint NOT NULL,
	"transports" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"user_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "recovery_codes_user_id_hash_pk" PRIMARY KEY("user_id","hash")
);
--> statement-breakpoint
CREATE TABLE "totp_factors" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"sealed_secret" text NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"last_step" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"method" text NOT NULL,
	"ip" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"authenticated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"awaits_second_factor" boolean DEFAULT false NOT NULL,
	"second_factor_at" timestamp (3) with time zone,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" uuid
);
--> statement-breakpoint
CREATE TABLE "stripe_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" text NOT NULL,
	"via" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"outcome" "delivery_outcome" NOT NULL,
	"answered_status" integer NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stripe_events" (
	"id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"livemode" boolean NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"object_id" text,
	"payload" jsonb NOT NULL,
	"status" "event_status" NOT NULL,
	"reason" text NOT NULL,
	"account_id" uuid,
	"purchase_id" uuid,
	"attempts" integer DEFAULT 1 NOT NULL,
	"first_received_at" timestamp (3) with time zone NOT NULL,
	"processed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stripe_objects" (
	"stripe_id" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"purchase_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_identities" (
	"provider" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_identities_provider_subject_pk" PRIMARY KEY("provider","subject")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"email" text NOT NULL,
	"email_verified_at" timestamp (3) with time zone,
	"name" text NOT NULL,
	"password_hash" text,
	"role" "user_role" DEFAULT 'buyer' NOT NULL,
	"referral_code" text,
	"referred_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"locale" text,
	"time_zone" text,
	"disabled_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "users_account_id_unique" UNIQUE("account_id"),
	CONSTRAINT "users_referral_code_unique" UNIQUE("referral_code")
);
--> statement-breakpoint
CREATE TABLE "webhook_refusals" (
	"check" text PRIMARY KEY NOT NULL,
	"refusals" bigint NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"last_event_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "campaign_claims" ADD CONSTRAINT "campaign_claims_campaign" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "known_devices" ADD CONSTRAINT "known_devices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "refund_requests" ADD CONSTRAINT "refund_requests_purchase" FOREIGN KEY ("account_id","purchase_id") REFERENCES "public"."purchases"("account_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "totp_factors" ADD CONSTRAINT "totp_factors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "user_identities" ADD CONSTRAINT "user_identities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "api_key_reservations_of_budget" ON "api_key_reservations" USING btree ("budget_id");
--> statement-breakpoint
CREATE INDEX "api_keys_by_user" ON "api_keys" USING btree ("user_id","id");
--> statement-breakpoint
CREATE INDEX "audit_log_target" ON "audit_log" USING btree ("target_type","target_id","id");
--> statement-breakpoint
CREATE INDEX "audit_log_recent" ON "audit_log" USING btree ("at","id");
--> statement-breakpoint
CREATE INDEX "audit_log_by_actor" ON "audit_log" USING btree ("actor","at","id");
--> statement-breakpoint
CREATE INDEX "audit_log_by_target" ON "audit_log" USING btree ("target_id","at","id");
--> statement-breakpoint
CREATE INDEX "audit_log_by_action" ON "audit_log" USING btree ("action" text_pattern_ops,"at");
--> statement-breakpoint
CREATE INDEX "audit_log_request" ON "audit_log" USING btree ("request_id");
--> statement-breakpoint
CREATE INDEX "backups_recent" ON "backups" USING btree ("finished_at");
--> statement-breakpoint
CREATE INDEX "campaign_claims_recent" ON "campaign_claims" USING btree ("campaign_id","claimed_at","account_id","number");
--> statement-breakpoint
CREATE INDEX "credit_accounts_due" ON "credit_accounts" USING btree ("next_expiry_at") WHERE "credit_accounts"."next_expiry_at" is not null;
--> statement-breakpoint
CREATE INDEX "credit_gifts_by_giver" ON "credit_gifts" USING btree ("giver_account_id","id");
--> statement-breakpoint
CREATE INDEX "credit_gifts_open_by_expiry" ON "credit_gifts" USING btree ("expires_at") WHERE "credit_gifts"."state" = 'open';
--> statement-breakpoint
CREATE INDEX "credit_holds_by_expiry" ON "credit_holds" USING btree ("account_id","expires_at") WHERE "credit_holds"."state" = 'open';
--> statement-breakpoint
CREATE INDEX "credit_lots_in_order" ON "credit_lots" USING btree ("account_id","priority","expires_at","created_at","id") WHERE "credit_lots"."open";
--> statement-breakpoint
CREATE INDEX "credit_lots_by_expiry" ON "credit_lots" USING btree ("account_id","expires_at") WHERE "credit_lots"."open" and "credit_lots"."expires_at" is not null;
--> statement-breakpoint
CREATE INDEX "credit_lots_by_source" ON "credit_lots" USING btree ("account_id","source_type","source_id");
--> statement-breakpoint
CREATE INDEX "credit_requests_waiting" ON "credit_requests" USING btree ("id") WHERE "credit_requests"."status" = 'waiting';
--> statement-breakpoint
CREATE INDEX "customers_by_email_prefix" ON "customers" USING btree (lower("email") text_pattern_ops);
--> statement-breakpoint
CREATE INDEX "customers_by_name_prefix" ON "customers" USING btree (lower("name") text_pattern_ops);
--> statement-breakpoint
CREATE INDEX "customers_without_user" ON "customers" USING btree ("id") WHERE not "customers"."has_user";
--> statement-breakpoint
CREATE UNIQUE INDEX "documents_one_receipt" ON "documents" USING btree ("account_id","purchase_id") WHERE "documents"."kind" = 'receipt';
--> statement-breakpoint
CREATE UNIQUE INDEX "documents_one_credit_note" ON "documents" USING btree ("account_id","purchase_id","refund_id") WHERE "documents"."kind" = 'credit_note';
--> statement-breakpoint
CREATE INDEX "emails_by_account" ON "emails" USING btree ("account_id","id");
--> statement-breakpoint
CREATE INDEX "emails_recent" ON "emails" USING btree ("created_at","id");
--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entries_one_per_key" ON "ledger_entries" USING btree ("account_id","key");
--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entries_one_purchase_per_payment" ON "ledger_entries" USING btree ("account_id","source_id") WHERE "ledger_entries"."kind" = 'purchase';
--> statement-breakpoint
CREATE INDEX "ledger_entries_of_payments" ON "ledger_entries" USING btree ("account_id","source_id","seq") WHERE "ledger_entries"."kind" in ('purchase', 'refund', 'refund_reversal', 'dispute', 'dispute_reversal');
--> statement-breakpoint
CREATE INDEX "ledger_entries_reversals" ON "ledger_entries" USING btree ("account_id","reverses") WHERE "ledger_entries"."reverses" is not null;
--> statement-breakpoint
CREATE INDEX "ledger_entries_by_time" ON "ledger_entries" USING brin ("created_at");
--> statement-breakpoint
CREATE INDEX "ledger_heads_by_key" ON "ledger_heads" USING btree ("key_id");
--> statement-breakpoint
CREATE INDEX "one_time_tokens_of_user" ON "one_time_tokens" USING btree ("user_id","purpose");
--> statement-breakpoint
CREATE INDEX "payment_disputes_by_purchase" ON "payment_disputes" USING btree ("account_id","purchase_id");
--> statement-breakpoint
CREATE INDEX "payment_disputes_to_answer" ON "payment_disputes" USING btree ("id") WHERE "payment_disputes"."status" in ('needs_response', 'warning_needs_response');
--> statement-breakpoint
CREATE INDEX "payment_disputes_open" ON "payment_disputes" USING btree ("id") WHERE "payment_disputes"."status" in ('warning_needs_response', 'warning_under_review', 'needs_response', 'under_review', 'appeal_needs_response', 'appeal_under_review');
--> statement-breakpoint
CREATE INDEX "payment_disputes_by_time" ON "payment_disputes" USING btree ("created_at","id");
--> statement-breakpoint
CREATE INDEX "payment_refunds_by_purchase" ON "payment_refunds" USING btree ("account_id","purchase_id");
--> statement-breakpoint
CREATE INDEX "payment_refunds_failed" ON "payment_refunds" USING btree ("id") WHERE "payment_refunds"."status" = 'failed';
--> statement-breakpoint
CREATE INDEX "payment_refunds_open" ON "payment_refunds" USING btree ("id") WHERE "payment_refunds"."status" in ('requires_action', 'pending');
--> statement-breakpoint
CREATE UNIQUE INDEX "payments_one_per_purchase" ON "payments" USING btree ("purchase_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_one_open_per_pack" ON "purchases" USING btree ("account_id","pack_code") WHERE "purchases"."status" = 'pending';
--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_one_per_payment" ON "purchases" USING btree ("account_id","payment_id");
--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_one_per_session" ON "purchases" USING btree ("account_id","session_id");
--> statement-breakpoint
CREATE INDEX "purchases_by_status" ON "purchases" USING btree ("status","id");
--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_unique_id" ON "purchases" USING btree ("id");
--> statement-breakpoint
CREATE INDEX "rate_limits_by_age" ON "rate_limits" USING btree ("last_try_at");
--> statement-breakpoint
CREATE UNIQUE INDEX "reconciliation_runs_one_running" ON "reconciliation_runs" USING btree ("status") WHERE "reconciliation_runs"."status" = 'running';
--> statement-breakpoint
CREATE INDEX "reconciliation_runs_recent" ON "reconciliation_runs" USING btree ("started_at","id");
--> statement-breakpoint
CREATE INDEX "refund_requests_by_purchase" ON "refund_requests" USING btree ("account_id","purchase_id","created_at");
--> statement-breakpoint
CREATE INDEX "refund_requests_by_actor" ON "refund_requests" USING btree ("actor","created_at");
--> statement-breakpoint
CREATE INDEX "refund_requests_unsent" ON "refund_requests" USING btree ("created_at") WHERE "refund_requests"."status" = 'requested';
--> statement-breakpoint
CREATE INDEX "refund_requests_failed" ON "refund_requests" USING btree ("id") WHERE "refund_requests"."status" = 'failed';
--> statement-breakpoint
CREATE INDEX "sessions_of_user" ON "sessions" USING btree ("user_id","id");
--> statement-breakpoint
CREATE INDEX "stripe_deliveries_by_event" ON "stripe_deliveries" USING btree ("event_id","received_at");
--> statement-breakpoint
CREATE INDEX "stripe_deliveries_by_time" ON "stripe_deliveries" USING brin ("received_at");
--> statement-breakpoint
CREATE INDEX "stripe_events_recent" ON "stripe_events" USING btree ("first_received_at","id");
--> statement-breakpoint
CREATE INDEX "stripe_events_by_type" ON "stripe_events" USING btree ("type" text_pattern_ops,"first_received_at");
--> statement-breakpoint
CREATE INDEX "stripe_events_by_object" ON "stripe_events" USING btree ("object_id");
--> statement-breakpoint
CREATE INDEX "stripe_events_by_purchase" ON "stripe_events" USING btree ("account_id","purchase_id");
--> statement-breakpoint
CREATE INDEX "stripe_events_by_status" ON "stripe_events" USING btree ("status","first_received_at","id") WHERE "stripe_events"."status" <> 'processed';
--> statement-breakpoint
CREATE INDEX "stripe_events_attention" ON "stripe_events" USING btree ("processed_at") WHERE "stripe_events"."status" in ('unmatched', 'mismatch', 'failed');
--> statement-breakpoint
CREATE INDEX "stripe_objects_by_purchase" ON "stripe_objects" USING btree ("account_id","purchase_id");
--> statement-breakpoint
CREATE INDEX "users_by_email_prefix" ON "users" USING btree (lower("email") text_pattern_ops);
--> statement-breakpoint
CREATE INDEX "users_by_name_prefix" ON "users" USING btree (lower("name") text_pattern_ops);
--> statement-breakpoint
CREATE INDEX "users_staff" ON "users" USING btree (lower("email")) WHERE "users"."role" <> 'buyer';
--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree (lower("email"));
--> statement-breakpoint
-- What was written about money stays as it was written. The ledger's own guards: 0002_ledger_guards.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'Write a new row that corrects the old one.';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The order row is what the credits come from, so what was ordered never changes.
CREATE FUNCTION refuse_order_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what purchase % ordered can not be changed', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER purchases_snapshot BEFORE UPDATE ON purchases FOR EACH ROW
  WHEN ((OLD.account_id, OLD.id, OLD.user_id, OLD.pack_code, OLD.credits, OLD.amount_minor, OLD.currency)
    IS DISTINCT FROM (NEW.account_id, NEW.id, NEW.user_id, NEW.pack_code, NEW.credits, NEW.amount_minor, NEW.currency))
  EXECUTE FUNCTION refuse_order_change();
--> statement-breakpoint
CREATE TRIGGER purchases_never_deleted BEFORE DELETE ON purchases
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The ledger's invariants, stated where no code path can go around them. The same are checked
-- before every commit (lib/ledger/check-posting.ts) and after the fact (npm run ledger:verify).
--
-- Triggers that look at other rows need plain PostgreSQL: on a distributed table of Citus a trigger
-- must not query. The append-only triggers and the constraints of 0000_tables hold on both.

-- Room for the next version of a row on its own page, so that updates stay heap-only (HOT).
ALTER TABLE credit_accounts SET (fillfactor = 60);
--> statement-breakpoint
ALTER TABLE credit_lots SET (fillfactor = 60);
--> statement-breakpoint
-- I5: entries and the registry of payments are append-only; accounts, lots and holds stay.
-- (0004_protections refuses to truncate any table.)
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER payments_append_only BEFORE UPDATE OR DELETE ON payments
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER credit_accounts_never_deleted BEFORE DELETE ON credit_accounts
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER credit_lots_never_deleted BEFORE DELETE ON credit_lots
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER credit_holds_never_deleted BEFORE DELETE ON credit_holds
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The terms of a lot stay; only what remains of it changes, and grants merged into it add to it.
CREATE FUNCTION refuse_new_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the terms of % % can not be changed', TG_TABLE_NAME, OLD.id
    USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER credit_lots_terms BEFORE UPDATE ON credit_lots FOR EACH ROW
  WHEN (NEW.granted < OLD.granted
    OR (OLD.account_id, OLD.id, OLD.kind, OLD.source_type, OLD.source_id, OLD.priority, OLD.expires_at, OLD.entry_seq, OLD.created_at)
    IS DISTINCT FROM (NEW.account_id, NEW.id, NEW.kind, NEW.source_type, NEW.source_id, NEW.priority, NEW.expires_at, NEW.entry_seq, NEW.created_at))
  EXECUTE FUNCTION refuse_new_terms();
--> statement-breakpoint
-- A hold ends once; until then only its expiry changes.
CREATE TRIGGER credit_holds_terms BEFORE UPDATE ON credit_holds FOR EACH ROW
  WHEN (OLD.state <> 'open'
    OR (OLD.account_id, OLD.id, OLD.amount, OLD.on_expire, OLD.source_type, OLD.source_id, OLD.entry_seq, OLD.created_at)
    IS DISTINCT FROM (NEW.account_id, NEW.id, NEW.amount, NEW.on_expire, NEW.source_type, NEW.source_id, NEW.entry_seq, NEW.created_at))
  EXECUTE FUNCTION refuse_new_terms();
--> statement-breakpoint
-- I1: new entries continue the entry before them, and their account has come as far. Once per
-- statement, for all its rows; LIMIT 1 keeps each look-up one probe of an index, whatever the
-- planner thinks of the tables' sizes.
CREATE FUNCTION check_new_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken record;
BEGIN
  SELECT entry.account_id, entry.seq INTO broken
  FROM (
    SELECT account_id, seq, amount, held_delta, balance_after, held_after, created_at,
      lag(seq) OVER earlier AS seq_before, lag(balance_after) OVER earlier AS balance_before,
      lag(held_after) OVER earlier AS held_before, lag(created_at) OVER earlier AS created_before
    FROM new_entries WINDOW earlier AS (PARTITION BY account_id ORDER BY seq)
  ) entry
  LEFT JOIN LATERAL (
    SELECT * FROM ledger_entries
    WHERE entry.seq_before IS NULL AND account_id = entry.account_id AND seq = entry.seq - 1 LIMIT 1
  ) stored ON true
  WHERE entry.balance_after <> coalesce(entry.balance_before, stored.balance_after, 0) + entry.amount
     OR entry.held_after <> coalesce(entry.held_before, stored.held_after, 0) + entry.held_delta
     OR entry.created_at < coalesce(entry.created_before, stored.created_at)
     OR entry.seq <> coalesce(entry.seq_before, stored.seq, 0) + 1
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'I1: entry % of account % does not continue the entry before it', broken.seq, broken.account_id
      USING ERRCODE = 'check_violation';
  END IF;
  SELECT entry.account_id, entry.seq INTO broken
  FROM (SELECT account_id, max(seq) AS seq FROM new_entries GROUP BY account_id) entry
  WHERE NOT EXISTS (
    SELECT FROM credit_accounts WHERE id = entry.account_id AND entry_seq >= entry.seq OFFSET 0
  )
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'I1: account % is not where its entry % leaves it', broken.account_id, broken.seq
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_chain AFTER INSERT ON ledger_entries
  REFERENCING NEW TABLE AS new_entries
  FOR EACH STATEMENT EXECUTE FUNCTION check_new_entries();
--> statement-breakpoint
-- I1: an account is what its last entry says. The ledger writes both in one statement, and this is
-- checked when that ends, so that neither can be written without the other.
CREATE FUNCTION check_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken record;
BEGIN
  SELECT account.id, account.balance, account.held, account.entry_seq,
    last_entry.balance_after, last_entry.held_after, last_entry.seq INTO broken
  FROM new_accounts account
  LEFT JOIN LATERAL (
    SELECT seq, balance_after, held_after, hash FROM ledger_entries
    WHERE account_id = account.id ORDER BY seq DESC LIMIT 1
  ) last_entry ON true
  WHERE account.entry_seq <> coalesce(last_entry.seq, 0)
     OR account.balance <> coalesce(last_entry.balance_after, 0)
     OR account.held <> coalesce(last_entry.held_after, 0)
     OR account.head_hash <> coalesce(last_entry.hash, '\x')
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'I1: account % (balance %, held %, seq %) differs from its last entry (balance %, held %, seq %)',
      broken.id, broken.balance, broken.held, broken.entry_seq,
      broken.balance_after, broken.held_after, broken.seq
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER credit_accounts_made AFTER INSERT ON credit_accounts
  REFERENCING NEW TABLE AS new_accounts
  FOR EACH STATEMENT EXECUTE FUNCTION check_accounts();
--> statement-breakpoint
CREATE TRIGGER credit_accounts_changed AFTER UPDATE ON credit_accounts
  REFERENCING NEW TABLE AS new_accounts
  FOR EACH STATEMENT EXECUTE FUNCTION check_accounts();
--> statement-breakpoint
-- Lots and holds are caches of entries: they change only in a transaction that wrote an entry of
-- their account. (The ledger uses no savepoints, within which xmin would be another.) That they add
-- up is for ledger:verify: a sum per commit would make spending grow with the number of lots.
CREATE FUNCTION check_changed_lots() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken record;
BEGIN
  SELECT lot.account_id, lot.id INTO broken
  FROM new_lots lot
  LEFT JOIN LATERAL (
    SELECT xmin FROM ledger_entries WHERE account_id = lot.account_id ORDER BY seq DESC LIMIT 1
  ) last_entry ON true
  WHERE last_entry.xmin IS DISTINCT FROM pg_current_xact_id()::xid
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'I3: lot % of account % changes without an entry', broken.id, broken.account_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER credit_lots_made AFTER INSERT ON credit_lots
  REFERENCING NEW TABLE AS new_lots
  FOR EACH STATEMENT EXECUTE FUNCTION check_changed_lots();
--> statement-breakpoint
CREATE TRIGGER credit_lots_changed AFTER UPDATE ON credit_lots
  REFERENCING NEW TABLE AS new_lots
  FOR EACH STATEMENT EXECUTE FUNCTION check_changed_lots();
--> statement-breakpoint
-- A hold that is placed or ended names the entry that did it; extending one needs none.
CREATE FUNCTION check_hold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  by_seq bigint := coalesce(NEW.end_seq, NEW.entry_seq);
  due bigint := CASE WHEN NEW.state = 'open' THEN NEW.amount ELSE -NEW.amount END;
BEGIN
  PERFORM FROM ledger_entries entry
    WHERE entry.account_id = NEW.account_id AND entry.seq = by_seq
      AND entry.hold_id = NEW.id AND entry.held_delta = due;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'I3: no entry made hold % of account % %', NEW.id, NEW.account_id, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER credit_holds_explained AFTER INSERT OR UPDATE ON credit_holds
  FOR EACH ROW EXECUTE FUNCTION check_hold();
--> statement-breakpoint
-- What was sealed stays sealed: whoever changes it must switch a trigger off, and is found by the
-- MACs. The heads of accounts move forward with every seal, so these change and are never deleted.
CREATE TRIGGER ledger_seals_append_only BEFORE UPDATE OR DELETE ON ledger_seals
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_verifications_append_only BEFORE UPDATE OR DELETE ON ledger_verifications
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_heads_never_deleted BEFORE DELETE ON ledger_heads
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- What no statement may do to records of money, not even the owner's: the app's role has no right to
-- most of it in the first place (db/grants.ts), and this holds where the app owns its tables.

-- No table is ever emptied as a whole, directly or by a cascade.
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format(
      'CREATE OR REPLACE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
      name || '_no_truncate', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- What a purchase was paid by, once it is paid.
CREATE FUNCTION refuse_payment_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the payment of purchase % can not be changed', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER purchases_payment BEFORE UPDATE ON purchases FOR EACH ROW
  WHEN (OLD.completed_at IS NOT NULL
    AND (OLD.payment_id, OLD.paid_minor, OLD.paid_currency, OLD.tax_minor, OLD.accepted_minor, OLD.accepted_currency, OLD.completed_at)
    IS DISTINCT FROM (NEW.payment_id, NEW.paid_minor, NEW.paid_currency, NEW.tax_minor, NEW.accepted_minor, NEW.accepted_currency, NEW.completed_at))
  EXECUTE FUNCTION refuse_payment_change();
--> statement-breakpoint
-- Which payment belongs to which purchase, and what Stripe said happened to it.
CREATE TRIGGER stripe_objects_append_only BEFORE UPDATE OR DELETE ON stripe_objects
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER payment_refunds_never_deleted BEFORE DELETE ON payment_refunds
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER payment_disputes_never_deleted BEFORE DELETE ON payment_disputes
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER refund_requests_never_deleted BEFORE DELETE ON refund_requests
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER stripe_events_never_deleted BEFORE DELETE ON stripe_events
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The four packs that Ops-Center sold. An admin may change them later: this runs once.
INSERT INTO packs (id, code, name, description, credits, price_minor, currency, discount_percent, popular, sort_order) VALUES
  ('01920000-0000-7000-8000-000000000001', 'starter', 'Starter Pack', 'For trying things out and small projects.', 1000000000, 1000, 'usd', 0, false, 1),
  ('01920000-0000-7000-8000-000000000002', 'standard', 'Standard Pack', 'For regular use, at a better price.', 5000000000, 4500, 'usd', 10, false, 2),
  ('01920000-0000-7000-8000-000000000003', 'pro', 'Pro Pack', 'For people who build with it every day.', 10000000000, 8000, 'usd', 20, true, 3),
  ('01920000-0000-7000-8000-000000000004', 'enterprise', 'Enterprise Pack', 'For teams and heavy workloads.', 50000000000, 35000, 'usd', 30, false, 4);
--> statement-breakpoint
-- A Stripe price has a fixed amount. When a pack's price changes, the Stripe price of before would sell
-- it at the old amount, so it is forgotten: sessions name the amount themselves until
-- npm run stripe:setup makes a new one. https://docs.stripe.com/api/prices
CREATE FUNCTION packs_forget_stripe_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.stripe_price_id IS NOT DISTINCT FROM OLD.stripe_price_id THEN
    NEW.stripe_price_id := NULL;
  END IF;
  RETURN NEW;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER packs_forget_stripe_price BEFORE UPDATE ON packs FOR EACH ROW
  WHEN (NEW.price_minor <> OLD.price_minor OR NEW.currency <> OLD.currency)
  EXECUTE FUNCTION packs_forget_stripe_price();
--> statement-breakpoint
-- pg-boss 10's own tables, as PgBoss.getConstructionPlans("pgboss") writes them, so that a purchase
-- can enqueue its receipt before any worker has run. A newer pg-boss migrates them when it starts.
-- A test compares these with the installed version.
CREATE SCHEMA IF NOT EXISTS pgboss;
--> statement-breakpoint
CREATE TYPE pgboss.job_state AS ENUM (
  'created',
  'retry',
  'active',
  'completed',
  'cancelled',
  'failed'
);
--> statement-breakpoint
CREATE TABLE pgboss.version (
  version int primary key,
  maintained_on timestamp with time zone,
  cron_on timestamp with time zone,
  monitored_on timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE pgboss.queue (
  name text,
  policy text,
  retry_limit int,
  retry_delay int,
  retry_backoff bool,
  expire_seconds int,
  retention_minutes int,
  dead_letter text REFERENCES pgboss.queue (name),
  partition_name text,
  created_on timestamp with time zone not null default now(),
  updated_on timestamp with time zone not null default now(),
  PRIMARY KEY (name)
);
--> statement-breakpoint
CREATE TABLE pgboss.schedule (
  name text REFERENCES pgboss.queue ON DELETE CASCADE,
  cron text not null,
  timezone text,
  data jsonb,
  options jsonb,
  created_on timestamp with time zone not null default now(),
  updated_on timestamp with time zone not null default now(),
  PRIMARY KEY (name)
);
--> statement-breakpoint
CREATE TABLE pgboss.subscription (
  event text not null,
  name text not null REFERENCES pgboss.queue ON DELETE CASCADE,
  created_on timestamp with time zone not null default now(),
  updated_on timestamp with time zone not null default now(),
  PRIMARY KEY(event, name)
);
--> statement-breakpoint
CREATE TABLE pgboss.job (
  id uuid not null default gen_random_uuid(),
  name text not null,
  priority integer not null default(0),
  data jsonb,
  state pgboss.job_state not null default('created'),
  retry_limit integer not null default(2),
  retry_count integer not null default(0),
  retry_delay integer not null default(0),
  retry_backoff boolean not null default false,
  start_after timestamp with time zone not null default now(),
  started_on timestamp with time zone,
  singleton_key text,
  singleton_on timestamp without time zone,
  expire_in interval not null default interval '15 minutes',
  created_on timestamp with time zone not null default now(),
  completed_on timestamp with time zone,
  keep_until timestamp with time zone NOT NULL default now() + interval '14 days',
  output jsonb,
  dead_letter text,
  policy text
) PARTITION BY LIST (name);
--> statement-breakpoint
ALTER TABLE pgboss.job ADD PRIMARY KEY (name, id);
--> statement-breakpoint
CREATE TABLE pgboss.archive (LIKE pgboss.job);
--> statement-breakpoint
ALTER TABLE pgboss.archive ADD PRIMARY KEY (name, id);
--> statement-breakpoint
ALTER TABLE pgboss.archive ADD archived_on timestamptz NOT NULL DEFAULT now();
--> statement-breakpoint
CREATE INDEX archive_i1 ON pgboss.archive(archived_on);
--> statement-breakpoint
CREATE FUNCTION pgboss.create_queue(queue_name text, options json)
RETURNS VOID AS
$$
DECLARE
  table_name varchar := 'j' || encode(sha224(queue_name::bytea), 'hex');
  queue_created_on timestamptz;
BEGIN

  WITH q as (
  INSERT INTO pgboss.queue (
    name,
    policy,
    retry_limit,
    retry_delay,
    retry_backoff,
    expire_seconds,
    retention_minutes,
    dead_letter,
    partition_name
  )
  VALUES (
    queue_name,
    options->>'policy',
    (options->>'retryLimit')::int,
    (options->>'retryDelay')::int,
    (options->>'retryBackoff')::bool,
    (options->>'expireInSeconds')::int,
    (options->>'retentionMinutes')::int,
    options->>'deadLetter',
    table_name
  )
  ON CONFLICT DO NOTHING
  RETURNING created_on
  )
  SELECT created_on into queue_created_on from q;

  IF queue_created_on IS NULL THEN
    RETURN;
  END IF;

  EXECUTE format('CREATE TABLE pgboss.%I (LIKE pgboss.job INCLUDING DEFAULTS)', table_name);

  EXECUTE format('ALTER TABLE pgboss.%1$I ADD PRIMARY KEY (name, id)', table_name);
  EXECUTE format('ALTER TABLE pgboss.%1$I ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED', table_name);
  EXECUTE format('ALTER TABLE pgboss.%1$I ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i1 ON pgboss.%1$I (name, COALESCE(singleton_key, '''')) WHERE state = ''created'' AND policy = ''short''', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i2 ON pgboss.%1$I (name, COALESCE(singleton_key, '''')) WHERE state = ''active'' AND policy = ''singleton''', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i3 ON pgboss.%1$I (name, state, COALESCE(singleton_key, '''')) WHERE state <= ''active'' AND policy = ''stately''', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i4 ON pgboss.%1$I (name, singleton_on, COALESCE(singleton_key, '''')) WHERE state <> ''cancelled'' AND singleton_on IS NOT NULL', table_name);
  EXECUTE format('CREATE INDEX %1$s_i5 ON pgboss.%1$I (name, start_after) INCLUDE (priority, created_on, id) WHERE state < ''active''', table_name);

  EXECUTE format('ALTER TABLE pgboss.%I ADD CONSTRAINT cjc CHECK (name=%L)', table_name, queue_name);
  EXECUTE format('ALTER TABLE pgboss.job ATTACH PARTITION pgboss.%I FOR VALUES IN (%L)', table_name, queue_name);
END;
$$
LANGUAGE plpgsql;
--> statement-breakpoint
CREATE FUNCTION pgboss.delete_queue(queue_name text)
RETURNS VOID AS
$$
DECLARE
  table_name varchar;
BEGIN
  WITH deleted as (
    DELETE FROM pgboss.queue
    WHERE name = queue_name
    RETURNING partition_name
  )
  SELECT partition_name from deleted INTO table_name;

  EXECUTE format('DROP TABLE IF EXISTS pgboss.%I', table_name);
END;
$$
LANGUAGE plpgsql;
--> statement-breakpoint
INSERT INTO pgboss.version(version) VALUES ('24');
--> statement-breakpoint
-- A job for a queue that doesn't exist is dropped silently, so every queue of lib/queue/queues.ts is
-- made in a migration. The worker brings their options up to date.
SELECT pgboss.create_queue(name, json_build_object('policy', policy))
FROM (VALUES
  ('receipt', 'standard'),
  ('low-balance', 'standard'),
  ('account-mail', 'standard'),
  ('account-request', 'standard'),
  ('reconcile-recent', 'short'),
  ('reconcile-full', 'short'),
  ('purchase-notice', 'standard'),
  ('refresh-reports', 'short'),
  ('admin-notices', 'short'),
  ('retention', 'short'),
  ('seal-ledger', 'short'),
  ('expire-credits', 'short'),
  ('sign-up-grants', 'standard'),
  ('find-expiring-credits', 'short'),
  ('find-low-balances', 'short'),
  ('expiring-credits', 'standard'),
  -- pg-boss would make the queue of its schedules itself, which the app's role may not.
  ('__pgboss__send-it', 'standard')
) AS queue (name, policy);
--> statement-breakpoint
-- What pages and notices ask for among jobs that are mostly completed. The parent's indexes are made on
-- every partition, and on those that are attached later.
CREATE INDEX job_failed ON pgboss.job (completed_on, id) WHERE state = 'failed';
--> statement-breakpoint
CREATE INDEX job_active ON pgboss.job (name) WHERE state = 'active';
--> rows
insert into drizzle.__drizzle_migrations select * from json_populate_recordset(null::drizzle.__drizzle_migrations, '[{"id":1,"hash":"16bbbff849c27a96d70a06a4923fcd5b294a2b8ded999c14e2daa48c9e87ea16","created_at":1795500000000}, 
 {"id":2,"hash":"e0536f2c523d8748d9233b9fbb1abe48562d84f1d31fe51437c65b39d80bb7eb","created_at":1795500001000}, 
 {"id":3,"hash":"d77949e18f0acee1a2f255608fecfeb4e234d2a381c8ce1b351f58f30c673d93","created_at":1795500002000}, 
 {"id":4,"hash":"b5217b8cc049d16202b4fdb53a8084e478639259964491922e73bae23ae1b5d3","created_at":1795500003000}, 
 {"id":5,"hash":"6f5ab35e262fd4f3de868827f0e10a8a75e1348bd3457fe832920e92837b57e6","created_at":1795500004000}, 
 {"id":6,"hash":"ebcc52078a51e1bbf8d4a799e1a31d9375c2d1dfd7fe31c924028ec9a3703671","created_at":1795500005000}, 
 {"id":7,"hash":"12c8005f544b51d218e23886c4b66966673c36c717bbf47e7c70d950a3500843","created_at":1795500006000}]') on conflict do nothing
--> statement-breakpoint
insert into public.account_totals select * from json_populate_recordset(null::public.account_totals, '[{"id":1,"refreshed_at":"2026-11-25T13:25:21.188+00:00","took_ms":8,"accounts":4,"in_debt":0,"active":1,"new_buyers":3,"returning_buyers":0,"outstanding":7344000000,"owed":0,"held":20000000,"expiring":0,"by_age":{"older": "0", "days30": "7344000000", "days90": "0", "days365": "0"}}]') on conflict do nothing
--> statement-breakpoint
insert into public.audit_log select * from json_populate_recordset(null::public.audit_log, '[{"id":"01a212e1-daa3-7184-85ac-1f32caf2e630","at":"2026-11-25T13:25:21.188+00:00","actor":"cli","action":"release.freeze","target_type":null,"target_id":null,"details":{},"ip":null,"request_id":null}]') on conflict do nothing
--> statement-breakpoint
insert into public.credit_accounts select * from json_populate_recordset(null::public.credit_accounts, '[{"id":"01a212e1-da55-775e-86f2-97995848bb28","balance":0,"held":0,"lot_sum":0,"entry_seq":2,"head_hash":"\\x8656e987ed8de0f4e554b0dd4fbc8dc662efee376925568e11351d817ce979b3","next_expiry_at":null,"created_at":"2026-11-25T13:25:21.113+00:00","updated_at":"2026-11-25T13:25:21.138+00:00"}, 
 {"id":"01a212e1-da78-74fa-b622-7881a028a5d0","balance":1000000000,"held":0,"lot_sum":1000000000,"entry_seq":1,"head_hash":"\\xca6c5e58b5a614d503860216698f4d94db1d47ddfd87cca30304c1285098e540","next_expiry_at":null,"created_at":"2026-11-25T13:25:21.154+00:00","updated_at":"2026-11-25T13:25:21.165+00:00"}, 
 {"id":"01a212e1-da93-779d-940f-501a5ee77d44","balance":15000000,"held":0,"lot_sum":15000000,"entry_seq":1,"head_hash":"\\xede97044a3d2afdf2d6f2a89007b60a3fc6d054fe1506983f6298cdb78f0801c","next_expiry_at":"2030-01-01T00:00:00+00:00","created_at":"2026-11-25T13:25:21.174+00:00","updated_at":"2026-11-25T13:25:21.174+00:00"}, 
 {"id":"01a212e1-da01-7392-8d50-019a6e266f8a","balance":6329000000,"held":20000000,"lot_sum":6329000000,"entry_seq":10,"head_hash":"\\x3a1b8a46bbe2c77a0d58e4ce70519b8a279eaae0ea1fb94544a049b018195184","next_expiry_at":"2026-11-25T13:26:21.18+00:00","created_at":"2026-11-25T13:25:21.075+00:00","updated_at":"2026-11-25T13:25:21.184+00:00"}]') on conflict do nothing
--> statement-breakpoint
insert into public.credit_holds select * from json_populate_recordset(null::public.credit_holds, '[{"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","id":"01a212e1-da98-7418-9ce2-345b3f72a214","amount":20000000,"state":"open","expires_at":"2026-12-26T13:25:21.174+00:00","on_expire":"release","source_type":"service","source_id":"llm","entry_seq":5,"end_seq":null,"created_at":"2026-11-25T13:25:21.174+00:00"}, 
 {"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","id":"01a212e1-da9e-72d9-9de9-0acb020006e0","amount":5000000,"state":"captured","expires_at":"2026-11-25T13:26:21.18+00:00","on_expire":"release","source_type":"service","source_id":"llm","entry_seq":9,"end_seq":10,"created_at":"2026-11-25T13:25:21.18+00:00"}]') on conflict do nothing
--> statement-breakpoint
insert into public.credit_lots select * from json_populate_recordset(null::public.credit_lots, '[{"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","id":"01a212e1-da49-70b9-baec-ef76cd09aa93","kind":"paid","granted":10000000000,"remaining":6250000000,"open":true,"source_type":"payment","source_id":"pi_01a212e1-da2b-7748-8a4f-370f89cc89a2","priority":100,"expires_at":null,"entry_seq":1,"created_at":"2026-11-25T13:25:21.095+00:00"}, 
 {"account_id":"01a212e1-da55-775e-86f2-97995848bb28","id":"01a212e1-da5d-7732-adca-5b7159c127eb","kind":"paid","granted":1000000000,"remaining":0,"open":false,"source_type":"payment","source_id":"pi_01a212e1-da57-731d-93ec-40418b088e50","priority":100,"expires_at":null,"entry_seq":1,"created_at":"2026-11-25T13:25:21.117+00:00"}, 
 {"account_id":"01a212e1-da78-74fa-b622-7881a028a5d0","id":"01a212e1-da8e-7327-ae44-0821a58d5ef5","kind":"paid","granted":1000000000,"remaining":1000000000,"open":true,"source_type":"payment","source_id":"pi_01a212e1-da7b-7405-947e-3d7f45f265b2","priority":100,"expires_at":null,"entry_seq":1,"created_at":"2026-11-25T13:25:21.165+00:00"}, 
 {"account_id":"01a212e1-da93-779d-940f-501a5ee77d44","id":"01a212e1-da98-7418-9ce2-3b0c7bad33d6","kind":"promotional","granted":15000000,"remaining":15000000,"open":true,"source_type":"account","source_id":"01a212e1-da01-7392-8d50-019a6e266f8a","priority":50,"expires_at":"2030-01-01T00:00:00+00:00","entry_seq":1,"created_at":"2026-11-25T13:25:21.174+00:00"}, 
 {"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","id":"01a212e1-da97-7369-ae24-2b2946486165","kind":"promotional","granted":100000000,"remaining":79000000,"open":true,"source_type":"promotion","source_id":"welcome","priority":50,"expires_at":"2030-01-01T00:00:00+00:00","entry_seq":3,"created_at":"2026-11-25T13:25:21.174+00:00"}]') on conflict do nothing
--> statement-breakpoint
insert into public.customers select * from json_populate_recordset(null::public.customers, '[{"id":"01a212e1-da93-779d-940f-4e9984d1a266","account_id":"01a212e1-da93-779d-940f-501a5ee77d44","external_id":"customer-1","name":"First customer","email":null,"metadata":{},"has_user":false,"created_at":"2026-11-25T13:25:21.172+00:00","updated_at":"2026-11-25T13:25:21.172+00:00"}]') on conflict do nothing
--> statement-breakpoint
insert into public.daily_credits select * from json_populate_recordset(null::public.daily_credits, '[{"day":"2026-11-25","kind":"spend","entries":2,"credits":-31000000}, 
 {"day":"2026-11-25","kind":"transfer","entries":2,"credits":0}, 
 {"day":"2026-11-25","kind":"spend_reversal","entries":1,"credits":30000000}, 
 {"day":"2026-11-25","kind":"capture","entries":1,"credits":-5000000}, 
 {"day":"2026-11-25","kind":"dispute","entries":1,"credits":-1000000000}, 
 {"day":"2026-11-25","kind":"hold","entries":2,"credits":0}, 
 {"day":"2026-11-25","kind":"refund","entries":1,"credits":-3750000000}, 
 {"day":"2026-11-25","kind":"purchase","entries":3,"credits":12000000000}, 
 {"day":"2026-11-25","kind":"grant","entries":1,"credits":100000000}]') on conflict do nothing
--> statement-breakpoint
insert into public.daily_sales select * from json_populate_recordset(null::public.daily_sales, '[{"day":"2026-11-25","pack_code":"starter","currency":"usd","purchases":2,"first_purchases":2,"paid_minor":2000,"refunded_minor":0}, 
 {"day":"2026-11-25","pack_code":"pro","currency":"usd","purchases":1,"first_purchases":1,"paid_minor":8000,"refunded_minor":0}, 
 {"day":"2026-03-01","pack_code":"pro","currency":"usd","purchases":0,"first_purchases":0,"paid_minor":0,"refunded_minor":3000}]') on conflict do nothing
--> statement-breakpoint
insert into public.daily_usage select * from json_populate_recordset(null::public.daily_usage, '[{"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","day":"2026-11-25","service":"call_1","model":"","actor":"system","entries":1,"credits":1000000}, 
 {"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","day":"2026-11-25","service":"call_1","model":"small","actor":"system","entries":1,"credits":0}, 
 {"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","day":"2026-11-25","service":"llm","model":"","actor":"system","entries":1,"credits":5000000}]') on conflict do nothing
--> statement-breakpoint
insert into public.ledger_entries select * from json_populate_recordset(null::public.ledger_entries, '[{"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","seq":1,"key":"purchase:pi_01a212e1-da2b-7748-8a4f-370f89cc89a2","command_digest":"\\x1ad162a11c26120c66d112c94bb1b14f7d9975d351b7ff9313e10a99d326eb16","kind":"purchase","amount":10000000000,"held_delta":0,"balance_after":10000000000,"held_after":0,"contra":"sales","shortfall":0,"absorbed":0,"hold_id":null,"reverses":null,"source_type":"payment","source_id":"pi_01a212e1-da2b-7748-8a4f-370f89cc89a2","actor":"stripe","reason":"Bought Pro Pack","metadata":{"session_id": "cs_01a212e1-da2b-7748-8a4f-370f89cc89a2", "purchase_id": "01a212e1-da2b-7748-8a4f-370f89cc89a2"},"lots":["01a212e1-da49-70b9-baec-ef76cd09aa93"],"amounts":[10000000000],"hash":"\\xfad3e17566bff116fa0f765dedd05248104cc8c164f61f476fd2dd68b0860295","created_at":"2026-11-25T13:25:21.095+00:00"}, 
 {"account_id":"01a212e1-da55-775e-86f2-97995848bb28","seq":1,"key":"purchase:pi_01a212e1-da57-731d-93ec-40418b088e50","command_digest":"\\x755edad4fb1f6a1b1d745a2bc6723953b304909f5171dac6bbfa9b61cc506d8e","kind":"purchase","amount":1000000000,"held_delta":0,"balance_after":1000000000,"held_after":0,"contra":"sales","shortfall":0,"absorbed":0,"hold_id":null,"reverses":null,"source_type":"payment","source_id":"pi_01a212e1-da57-731d-93ec-40418b088e50","actor":"stripe","reason":"Bought Starter Pack","metadata":{"session_id": "cs_01a212e1-da57-731d-93ec-40418b088e50", "purchase_id": "01a212e1-da57-731d-93ec-40418b088e50"},"lots":["01a212e1-da5d-7732-adca-5b7159c127eb"],"amounts":[1000000000],"hash":"\\xceb69f810876f7870a323567925f656e3daa54ed35c245930871e9f50d02c8c7","created_at":"2026-11-25T13:25:21.117+00:00"}, 
 {"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","seq":2,"key":"clawback:pi_01a212e1-da2b-7748-8a4f-370f89cc89a2:2","command_digest":null,"kind":"refund","amount":-3750000000,"held_delta":0,"balance_after":6250000000,"held_after":0,"contra":"sales","shortfall":0,"absorbed":0,"hold_id":null,"reverses":null,"source_type":"payment","source_id":"pi_01a212e1-da2b-7748-8a4f-370f89cc89a2","actor":"stripe","reason":"Refund of Pro Pack","metadata":{"purchase_id": "01a212e1-da2b-7748-8a4f-370f89cc89a2"},"lots":["01a212e1-da49-70b9-baec-ef76cd09aa93"],"amounts":[3750000000],"hash":"\\xb61e0af3347383146a4fcac5d00550699eb97cfbc63ea95bf8f6a1b3b1a98f97","created_at":"2026-11-25T13:25:21.125+00:00"}, 
 {"account_id":"01a212e1-da55-775e-86f2-97995848bb28","seq":2,"key":"clawback:pi_01a212e1-da57-731d-93ec-40418b088e50:2","command_digest":null,"kind":"dispute","amount":-1000000000,"held_delta":0,"balance_after":0,"held_after":0,"contra":"disputes","shortfall":0,"absorbed":0,"hold_id":null,"reverses":null,"source_type":"payment","source_id":"pi_01a212e1-da57-731d-93ec-40418b088e50","actor":"stripe","reason":"Dispute of Starter Pack","metadata":{"purchase_id": "01a212e1-da57-731d-93ec-40418b088e50"},"lots":["01a212e1-da5d-7732-adca-5b7159c127eb"],"amounts":[1000000000],"hash":"\\x8656e987ed8de0f4e554b0dd4fbc8dc662efee376925568e11351d817ce979b3","created_at":"2026-11-25T13:25:21.138+00:00"}, 
 {"account_id":"01a212e1-da78-74fa-b622-7881a028a5d0","seq":1,"key":"purchase:pi_01a212e1-da7b-7405-947e-3d7f45f265b2","command_digest":"\\x771c4a2831f4f75b69090a1ca59c9a8a083d2d9ce8eed2bf1a70bf39ebaaf64b","kind":"purchase","amount":1000000000,"held_delta":0,"balance_after":1000000000,"held_after":0,"contra":"sales","shortfall":0,"absorbed":0,"hold_id":null,"reverses":null,"source_type":"payment","source_id":"pi_01a212e1-da7b-7405-947e-3d7f45f265b2","actor":"stripe","reason":"Bought Starter Pack","metadata":{"session_id": "cs_01a212e1-da7b-7405-947e-3d7f45f265b2", "purchase_id": "01a212e1-da7b-7405-947e-3d7f45f265b2"},"lots":["01a212e1-da8e-7327-ae44-0821a58d5ef5"],"amounts":[1000000000],"hash":"\\xca6c5e58b5a614d503860216698f4d94db1d47ddfd87cca30304c1285098e540","created_at":"2026-11-25T13:25:21.165+00:00"}, 
 {"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","seq":3,"key":"c:01a212e1-da95-705a-b5cb-fb45feecc71b","command_digest":"\\xcff407845826c5ae2f8a212bad187e0534022cad1d598751564f150787a46194","kind":"grant","amount":100000000,"held_delta":0,"balance_after":6350000000,"held_after":0,"contra":"promotions","shortfall":0,"absorbed":0,"hold_id":null,"reverses":null,"source_type":"promotion","source_id":"welcome","actor":"system","reason":"A present","metadata":{},"lots":["01a212e1-da97-7369-ae24-2b2946486165"],"amounts":[100000000],"hash":"\\x07b351b946843b3623a4940651b2a1ccb07c3a19d78746717041593114efd9da","created_at":"2026-11-25T13:25:21.174+00:00"}, 
 {"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","seq":4,"key":"c:01a212e1-da95-705a-b5cb-ff17ff71b4b7","command_digest":"\\xb61ce28c1a7957d158209d64af744e03d03e9ec4c25cfc024378f671bea5750f","kind":"spend","amount":-30000000,"held_delta":0,"balance_after":6320000000,"held_after":0,"contra":"usage","shortfall":0,"absorbed":0,"hold_id":null,"reverses":null,"source_type":"call","source_id":"call_1","actor":"system","reason":"Used","metadata":{"model": "small", "service": "llm"},"lots":["01a212e1-da97-7369-ae24-2b2946486165"],"amounts":[30000000],"hash":"\\x103d5cc0c5fbdf17bdb2e0d87d6846f0ee8fe36a9f3a20f60ba50ca0c2bfd574","created_at":"2026-11-25T13:25:21.174+00:00"}, 
 {"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","seq":5,"key":"c:01a212e1-da95-705a-b5cc-009f02036ca4","command_digest":"\\xaefbe6e143e91f0e019b1336d59b13d15aa416b0f8e9f975526181064f37bf64","kind":"hold","amount":0,"held_delta":20000000,"balance_after":6320000000,"held_after":20000000,"contra":"usage","shortfall":0,"absorbed":0,"hold_id":"01a212e1-da98-7418-9ce2-345b3f72a214","reverses":null,"source_type":"service","source_id":"llm","actor":"system","reason":"Work in progress","metadata":{},"lots":[],"amounts":[],"hash":"\\x06104e48cec76676b7484b07fb74db560e8cfd845a33abe6571710a6d705e85b","created_at":"2026-11-25T13:25:21.174+00:00"}, 
 {"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","seq":6,"key":"c:01a212e1-da95-705a-b5cc-053f3ee881e9","command_digest":"\\x9c38af5100d8973bd5c6516e7a99cc0e68b116359c05f966da884256956c35e7","kind":"transfer","amount":-15000000,"held_delta":0,"balance_after":6305000000,"held_after":20000000,"contra":"transfers","shortfall":0,"absorbed":0,"hold_id":null,"reverses":null,"source_type":"account","source_id":"01a212e1-da93-779d-940f-501a5ee77d44","actor":"system","reason":"For a friend","metadata":{},"lots":["01a212e1-da97-7369-ae24-2b2946486165"],"amounts":[15000000],"hash":"\\x73c45dc8184f080e3845fd6b0d97bb2daa6597469a50d2b8c2916d91dd3400da","created_at":"2026-11-25T13:25:21.174+00:00"}, 
 {"account_id":"01a212e1-da93-779d-940f-501a5ee77d44","seq":1,"key":"c:01a212e1-da95-705a-b5cc-053f3ee881e9","command_digest":"\\x9c38af5100d8973bd5c6516e7a99cc0e68b116359c05f966da884256956c35e7","kind":"transfer","amount":15000000,"held_delta":0,"balance_after":15000000,"held_after":0,"contra":"transfers","shortfall":0,"absorbed":0,"hold_id":null,"reverses":null,"source_type":"account","source_id":"01a212e1-da01-7392-8d50-019a6e266f8a","actor":"system","reason":"For a friend","metadata":{},"lots":["01a212e1-da98-7418-9ce2-3b0c7bad33d6"],"amounts":[15000000],"hash":"\\xede97044a3d2afdf2d6f2a89007b60a3fc6d054fe1506983f6298cdb78f0801c","created_at":"2026-11-25T13:25:21.174+00:00"}, 
 {"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","seq":7,"key":"c:01a212e1-da9c-70f8-a636-a545d4e47294","command_digest":"\\x126d4d76ed13ac43a40f21cab51ea8c64295160b1d63ccf681628539959665d0","kind":"spend","amount":-1000000,"held_delta":0,"balance_after":6304000000,"held_after":20000000,"contra":"usage","shortfall":0,"absorbed":0,"hold_id":null,"reverses":null,"source_type":"call","source_id":"call_1","actor":"system","reason":"Used","metadata":{},"lots":["01a212e1-da97-7369-ae24-2b2946486165"],"amounts":[1000000],"hash":"\\xd0dd57e27987502dd713269f13c627d78670946145b7ada6bf9321ba17141279","created_at":"2026-11-25T13:25:21.18+00:00"}, 
 {"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","seq":8,"key":"c:01a212e1-da9c-70f8-a636-aa713065fbc2","command_digest":"\\x0b4f46cac6daf32040d9caf58c5190ecbe783f3f4f8714a8349a4018d76d9332","kind":"spend_reversal","amount":30000000,"held_delta":0,"balance_after":6334000000,"held_after":20000000,"contra":"usage","shortfall":0,"absorbed":0,"hold_id":null,"reverses":4,"source_type":"call","source_id":"call_1","actor":"system","reason":"Used by mistake","metadata":{},"lots":["01a212e1-da97-7369-ae24-2b2946486165"],"amounts":[30000000],"hash":"\\x6095c1b2ca8ced4704399237b8449c3d7a5ca077dc30f01046cbcfdaba35be20","created_at":"2026-11-25T13:25:21.18+00:00"}, 
 {"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","seq":9,"key":"c:01a212e1-da9c-70f8-a636-acf2cccc93db","command_digest":"\\x6b9d54ea957944bec5d838164b095753aab94c7b14e361ffba1c49fae382374e","kind":"hold","amount":0,"held_delta":5000000,"balance_after":6334000000,"held_after":25000000,"contra":"usage","shortfall":0,"absorbed":0,"hold_id":"01a212e1-da9e-72d9-9de9-0acb020006e0","reverses":null,"source_type":"service","source_id":"llm","actor":"system","reason":"Work in progress","metadata":{},"lots":[],"amounts":[],"hash":"\\xd5ac88bb49d321ecedccf3c14bc784409a8e63bae1820a7a02d2ba69c98a61c5","created_at":"2026-11-25T13:25:21.18+00:00"}, 
 {"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","seq":10,"key":"c:01a212e1-daa0-77f1-bc1e-b3040800cf69","command_digest":"\\x258618192d34339c3c4e5a2ea9106e26b0c432855707e9612865d0a1f55efc27","kind":"capture","amount":-5000000,"held_delta":-5000000,"balance_after":6329000000,"held_after":20000000,"contra":"usage","shortfall":0,"absorbed":0,"hold_id":"01a212e1-da9e-72d9-9de9-0acb020006e0","reverses":null,"source_type":"service","source_id":"llm","actor":"system","reason":"Work done","metadata":{},"lots":["01a212e1-da97-7369-ae24-2b2946486165"],"amounts":[5000000],"hash":"\\x3a1b8a46bbe2c77a0d58e4ce70519b8a279eaae0ea1fb94544a049b018195184","created_at":"2026-11-25T13:25:21.184+00:00"}]') on conflict do nothing
--> statement-breakpoint
insert into public.ledger_heads select * from json_populate_recordset(null::public.ledger_heads, '[{"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","seq":10,"hash":"\\x3a1b8a46bbe2c77a0d58e4ce70519b8a279eaae0ea1fb94544a049b018195184","state_digest":"\\x7fe69c99d99bd802f77361c814a1cedf5a33f650c960bc761358888948656bf8","key_id":"d4bde19be097a64c","mac":"\\xd015c956ecfe34c50feca84e43eddf1082b8225e3b138a0d24521bd9817c3289"}, 
 {"account_id":"01a212e1-da55-775e-86f2-97995848bb28","seq":2,"hash":"\\x8656e987ed8de0f4e554b0dd4fbc8dc662efee376925568e11351d817ce979b3","state_digest":"\\xa9df90b7703b20af2c3aa28fc90e97b38a3f1572bb6903293b7582413299a394","key_id":"d4bde19be097a64c","mac":"\\x57f0b90c82074011cc331de50f5b78b726783d2021785ec62e985c7c0356b7b5"}, 
 {"account_id":"01a212e1-da78-74fa-b622-7881a028a5d0","seq":1,"hash":"\\xca6c5e58b5a614d503860216698f4d94db1d47ddfd87cca30304c1285098e540","state_digest":"\\x5f1818c8d9f1b803fcee6451a032baa6a221e16c1b428c439752387a362877d6","key_id":"d4bde19be097a64c","mac":"\\x72ea32cbc13a40de110e608d4c9f6ab8d0b8460b27a2718fa3976cfcd5a93256"}, 
 {"account_id":"01a212e1-da93-779d-940f-501a5ee77d44","seq":1,"hash":"\\xede97044a3d2afdf2d6f2a89007b60a3fc6d054fe1506983f6298cdb78f0801c","state_digest":"\\xb0a15038510940d2f4ff713fb4a749d3645153b85c1beb8954b2fcc6e517abe1","key_id":"d4bde19be097a64c","mac":"\\xd8b1cb15f0adc377a642cb09a5bf0970feb8e623159abee329cc31eaf06a5c58"}]') on conflict do nothing
--> statement-breakpoint
insert into public.ledger_seals select * from json_populate_recordset(null::public.ledger_seals, '[{"seq":1,"sealed_through":"2026-11-25T13:25:21.209+00:00","heads":4,"heads_digest":"\\x73a2804520ed792c9370f1ca45a7cbf178a18bac99c91946204e173d4ae678ec","audit_entries":1,"audit_digest":"\\xf5ecf7b091733a89f835d770092cffec67be2df53333410c20dd3292deefebb8","key_id":"d4bde19be097a64c","mac":"\\xad8cafddbcdf784460102c8bfb89562c4e903f43126bd3ab2209814ddac97cff","created_at":"2026-11-25T13:25:21.216+00:00"}]') on conflict do nothing
--> statement-breakpoint
insert into public.ledger_verifications select * from json_populate_recordset(null::public.ledger_verifications, '[{"id":"01a212e1-dadd-73df-b04e-f801b7cbcca8","seal_seq":1,"verified_through":"2026-11-25T13:25:21.209+00:00","mac":"\\x9d5ea18b9b75e24b6ee608618e0324f1df86650e199912d49340d6e09d186c5d","created_at":"2026-11-25T13:25:21.245+00:00"}]') on conflict do nothing
--> statement-breakpoint
insert into public.packs select * from json_populate_recordset(null::public.packs, '[{"id":"01920000-0000-7000-8000-000000000001","code":"starter","name":"Starter Pack","description":"For trying things out and small projects.","credits":1000000000,"credits_expire_after_days":null,"max_per_person":null,"price_minor":1000,"currency":"usd","discount_percent":0,"popular":false,"active":true,"allow_free":false,"sort_order":1,"stripe_price_id":null,"stripe_product_id":null,"created_at":"2026-11-25T13:25:20.046+00:00","updated_at":"2026-11-25T13:25:20.046+00:00"}, 
 {"id":"01920000-0000-7000-8000-000000000002","code":"standard","name":"Standard Pack","description":"For regular use, at a better price.","credits":5000000000,"credits_expire_after_days":null,"max_per_person":null,"price_minor":4500,"currency":"usd","discount_percent":10,"popular":false,"active":true,"allow_free":false,"sort_order":2,"stripe_price_id":null,"stripe_product_id":null,"created_at":"2026-11-25T13:25:20.046+00:00","updated_at":"2026-11-25T13:25:20.046+00:00"}, 
 {"id":"01920000-0000-7000-8000-000000000003","code":"pro","name":"Pro Pack","description":"For people who build with it every day.","credits":10000000000,"credits_expire_after_days":null,"max_per_person":null,"price_minor":8000,"currency":"usd","discount_percent":20,"popular":true,"active":true,"allow_free":false,"sort_order":3,"stripe_price_id":null,"stripe_product_id":null,"created_at":"2026-11-25T13:25:20.046+00:00","updated_at":"2026-11-25T13:25:20.046+00:00"}, 
 {"id":"01920000-0000-7000-8000-000000000004","code":"enterprise","name":"Enterprise Pack","description":"For teams and heavy workloads.","credits":50000000000,"credits_expire_after_days":null,"max_per_person":null,"price_minor":35000,"currency":"usd","discount_percent":30,"popular":false,"active":true,"allow_free":false,"sort_order":4,"stripe_price_id":null,"stripe_product_id":null,"created_at":"2026-11-25T13:25:20.046+00:00","updated_at":"2026-11-25T13:25:20.046+00:00"}]') on conflict do nothing
--> statement-breakpoint
insert into public.payment_disputes select * from json_populate_recordset(null::public.payment_disputes, '[{"account_id":"01a212e1-da55-775e-86f2-97995848bb28","id":"du_1","purchase_id":"01a212e1-da57-731d-93ec-40418b088e50","payment_id":"pi_01a212e1-da57-731d-93ec-40418b088e50","amount_minor":1000,"currency":"usd","amount_as_of":"2026-03-01T12:00:00+00:00","withdrawn_minor":0,"reinstated_minor":0,"respond_by":null,"status":"needs_response","reason":"fraudulent","created_at":"2026-03-01T12:00:00+00:00"}]') on conflict do nothing
--> statement-breakpoint
insert into public.payment_refunds select * from json_populate_recordset(null::public.payment_refunds, '[{"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","id":"re_1","purchase_id":"01a212e1-da2b-7748-8a4f-370f89cc89a2","payment_id":"pi_01a212e1-da2b-7748-8a4f-370f89cc89a2","amount_minor":3000,"status":"succeeded","reason":null,"created_at":"2026-03-01T12:00:00+00:00"}]') on conflict do nothing
--> statement-breakpoint
insert into public.payments select * from json_populate_recordset(null::public.payments, '[{"id":"pi_01a212e1-da2b-7748-8a4f-370f89cc89a2","account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","purchase_id":"01a212e1-da2b-7748-8a4f-370f89cc89a2","created_at":"2026-11-25T13:25:21.095+00:00"}, 
 {"id":"pi_01a212e1-da57-731d-93ec-40418b088e50","account_id":"01a212e1-da55-775e-86f2-97995848bb28","purchase_id":"01a212e1-da57-731d-93ec-40418b088e50","created_at":"2026-11-25T13:25:21.117+00:00"}, 
 {"id":"pi_01a212e1-da7b-7405-947e-3d7f45f265b2","account_id":"01a212e1-da78-74fa-b622-7881a028a5d0","purchase_id":"01a212e1-da7b-7405-947e-3d7f45f265b2","created_at":"2026-11-25T13:25:21.165+00:00"}]') on conflict do nothing
--> statement-breakpoint
insert into public.purchases select * from json_populate_recordset(null::public.purchases, '[{"account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","id":"01a212e1-da2b-7748-8a4f-370f89cc89a2","user_id":"01a212e1-da01-7392-8d4f-fdf26a670f88","pack_code":"pro","pack_name":"Pro Pack","pack_description":"For people who build with it every day.","stripe_price_id":null,"credits":10000000000,"credits_expire_after_days":null,"amount_minor":8000,"currency":"usd","allow_free":false,"status":"partially_refunded","status_reason":null,"checkout_ui":"hosted","success_url":"http://localhost:3000/admin/credits/return?session_id={CHECKOUT_SESSION_ID}","cancel_url":"http://localhost:3000/admin/credits?cancelled=01a212e1-da2b-7748-8a4f-370f89cc89a2","customer_email":null,"session_id":"cs_01a212e1-da2b-7748-8a4f-370f89cc89a2","session_expires_at":"2026-11-25T15:25:21.051+00:00","payment_id":"pi_01a212e1-da2b-7748-8a4f-370f89cc89a2","charge_id":"ch_01a212e1-da2b-7748-8a4f-370f89cc89a2","receipt_url":"https://receipts.example/01a212e1-da2b-7748-8a4f-370f89cc89a2","paid_minor":8000,"tax_minor":0,"paid_currency":"usd","accepted_minor":null,"accepted_currency":null,"closed_at":null,"recreated_at":null,"refunded_minor":3000,"disputed_minor":0,"created_at":"2026-11-25T13:25:21.051+00:00","completed_at":"2026-11-25T13:25:21.081+00:00","updated_at":"2026-11-25T13:25:21.124+00:00"}, 
 {"account_id":"01a212e1-da55-775e-86f2-97995848bb28","id":"01a212e1-da57-731d-93ec-40418b088e50","user_id":"01a212e1-da55-775e-86f2-93f1949ab0fa","pack_code":"starter","pack_name":"Starter Pack","pack_description":"For trying things out and small projects.","stripe_price_id":null,"credits":1000000000,"credits_expire_after_days":null,"amount_minor":1000,"currency":"usd","allow_free":false,"status":"disputed","status_reason":"The bank has taken the payment back while a dispute is open.","checkout_ui":"hosted","success_url":"http://localhost:3000/admin/credits/return?session_id={CHECKOUT_SESSION_ID}","cancel_url":"http://localhost:3000/admin/credits?cancelled=01a212e1-da57-731d-93ec-40418b088e50","customer_email":null,"session_id":"cs_01a212e1-da57-731d-93ec-40418b088e50","session_expires_at":"2026-11-25T15:25:21.111+00:00","payment_id":"pi_01a212e1-da57-731d-93ec-40418b088e50","charge_id":"ch_01a212e1-da57-731d-93ec-40418b088e50","receipt_url":"https://receipts.example/01a212e1-da57-731d-93ec-40418b088e50","paid_minor":1000,"tax_minor":0,"paid_currency":"usd","accepted_minor":null,"accepted_currency":null,"closed_at":null,"recreated_at":null,"refunded_minor":0,"disputed_minor":1000,"created_at":"2026-11-25T13:25:21.111+00:00","completed_at":"2026-11-25T13:25:21.116+00:00","updated_at":"2026-11-25T13:25:21.137+00:00"}, 
 {"account_id":"01a212e1-da78-74fa-b622-7881a028a5d0","id":"01a212e1-da7b-7405-947e-3d7f45f265b2","user_id":"01a212e1-da78-74fa-b622-77a75df49869","pack_code":"starter","pack_name":"Starter Pack","pack_description":"For trying things out and small projects.","stripe_price_id":null,"credits":1000000000,"credits_expire_after_days":null,"amount_minor":1000,"currency":"usd","allow_free":false,"status":"completed","status_reason":null,"checkout_ui":"hosted","success_url":"http://localhost:3000/admin/credits/return?session_id={CHECKOUT_SESSION_ID}","cancel_url":"http://localhost:3000/admin/credits?cancelled=01a212e1-da7b-7405-947e-3d7f45f265b2","customer_email":null,"session_id":"cs_01a212e1-da7b-7405-947e-3d7f45f265b2","session_expires_at":"2026-11-25T15:25:21.145+00:00","payment_id":"pi_01a212e1-da7b-7405-947e-3d7f45f265b2","charge_id":"ch_01a212e1-da7b-7405-947e-3d7f45f265b2","receipt_url":"https://receipts.example/01a212e1-da7b-7405-947e-3d7f45f265b2","paid_minor":1000,"tax_minor":0,"paid_currency":"usd","accepted_minor":null,"accepted_currency":null,"closed_at":null,"recreated_at":null,"refunded_minor":0,"disputed_minor":0,"created_at":"2026-11-25T13:25:21.145+00:00","completed_at":"2026-11-25T13:25:21.164+00:00","updated_at":"2026-11-25T13:25:21.164+00:00"}]') on conflict do nothing
--> statement-breakpoint
insert into public.retention_runs select * from json_populate_recordset(null::public.retention_runs, '[{"rule":"payloads of events","finished_at":"2026-11-25T13:25:21.198+00:00","removed":0}, 
 {"rule":"deliveries","finished_at":"2026-11-25T13:25:21.2+00:00","removed":0}, 
 {"rule":"mails","finished_at":"2026-11-25T13:25:21.201+00:00","removed":0}, 
 {"rule":"reports of reconciliations","finished_at":"2026-11-25T13:25:21.202+00:00","removed":0}, 
 {"rule":"sessions that ended","finished_at":"2026-11-25T13:25:21.203+00:00","removed":0}, 
 {"rule":"quotes","finished_at":"2026-11-25T13:25:21.204+00:00","removed":0}, 
 {"rule":"links and codes of mails","finished_at":"2026-11-25T13:25:21.206+00:00","removed":0}, 
 {"rule":"counters of limits","finished_at":"2026-11-25T13:25:21.206+00:00","removed":0}]') on conflict do nothing
--> statement-breakpoint
insert into public.stripe_deliveries select * from json_populate_recordset(null::public.stripe_deliveries, '[{"id":"01a212e1-da91-77fc-ae58-5f7fc9cd0558","event_id":"evt_01a212e1da7c7058aa1b1b08df3907c6","via":"webhook","received_at":"2026-11-25T13:25:21.148+00:00","duration_ms":21,"outcome":"processed","answered_status":200,"reason":"Added 1,000 credits for Starter Pack."}]') on conflict do nothing
--> statement-breakpoint
insert into public.stripe_events select * from json_populate_recordset(null::public.stripe_events, '[{"id":"evt_01a212e1da7c7058aa1b1b08df3907c6","type":"checkout.session.completed","livemode":false,"occurred_at":"2026-11-25T13:25:21.148+00:00","object_id":"cs_01a212e1-da7b-7405-947e-3d7f45f265b2","payload":{},"status":"processed","reason":"Added 1,000 credits for Starter Pack.","account_id":"01a212e1-da78-74fa-b622-7881a028a5d0","purchase_id":"01a212e1-da7b-7405-947e-3d7f45f265b2","attempts":1,"first_received_at":"2026-11-25T13:25:21.148+00:00","processed_at":"2026-11-25T13:25:21.169+00:00"}]') on conflict do nothing
--> statement-breakpoint
insert into public.stripe_objects select * from json_populate_recordset(null::public.stripe_objects, '[{"stripe_id":"ch_01a212e1-da2b-7748-8a4f-370f89cc89a2","account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","purchase_id":"01a212e1-da2b-7748-8a4f-370f89cc89a2","created_at":"2026-11-25T13:25:21.075+00:00"}, 
 {"stripe_id":"cs_01a212e1-da2b-7748-8a4f-370f89cc89a2","account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","purchase_id":"01a212e1-da2b-7748-8a4f-370f89cc89a2","created_at":"2026-11-25T13:25:21.075+00:00"}, 
 {"stripe_id":"pi_01a212e1-da2b-7748-8a4f-370f89cc89a2","account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","purchase_id":"01a212e1-da2b-7748-8a4f-370f89cc89a2","created_at":"2026-11-25T13:25:21.075+00:00"}, 
 {"stripe_id":"ch_01a212e1-da57-731d-93ec-40418b088e50","account_id":"01a212e1-da55-775e-86f2-97995848bb28","purchase_id":"01a212e1-da57-731d-93ec-40418b088e50","created_at":"2026-11-25T13:25:21.113+00:00"}, 
 {"stripe_id":"cs_01a212e1-da57-731d-93ec-40418b088e50","account_id":"01a212e1-da55-775e-86f2-97995848bb28","purchase_id":"01a212e1-da57-731d-93ec-40418b088e50","created_at":"2026-11-25T13:25:21.113+00:00"}, 
 {"stripe_id":"pi_01a212e1-da57-731d-93ec-40418b088e50","account_id":"01a212e1-da55-775e-86f2-97995848bb28","purchase_id":"01a212e1-da57-731d-93ec-40418b088e50","created_at":"2026-11-25T13:25:21.113+00:00"}, 
 {"stripe_id":"re_1","account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","purchase_id":"01a212e1-da2b-7748-8a4f-370f89cc89a2","created_at":"2026-11-25T13:25:21.121+00:00"}, 
 {"stripe_id":"du_1","account_id":"01a212e1-da55-775e-86f2-97995848bb28","purchase_id":"01a212e1-da57-731d-93ec-40418b088e50","created_at":"2026-11-25T13:25:21.134+00:00"}, 
 {"stripe_id":"ch_01a212e1-da7b-7405-947e-3d7f45f265b2","account_id":"01a212e1-da78-74fa-b622-7881a028a5d0","purchase_id":"01a212e1-da7b-7405-947e-3d7f45f265b2","created_at":"2026-11-25T13:25:21.154+00:00"}, 
 {"stripe_id":"cs_01a212e1-da7b-7405-947e-3d7f45f265b2","account_id":"01a212e1-da78-74fa-b622-7881a028a5d0","purchase_id":"01a212e1-da7b-7405-947e-3d7f45f265b2","created_at":"2026-11-25T13:25:21.154+00:00"}, 
 {"stripe_id":"pi_01a212e1-da7b-7405-947e-3d7f45f265b2","account_id":"01a212e1-da78-74fa-b622-7881a028a5d0","purchase_id":"01a212e1-da7b-7405-947e-3d7f45f265b2","created_at":"2026-11-25T13:25:21.154+00:00"}]') on conflict do nothing
--> statement-breakpoint
insert into public.users select * from json_populate_recordset(null::public.users, '[{"id":"01a212e1-da01-7392-8d4f-fdf26a670f88","account_id":"01a212e1-da01-7392-8d50-019a6e266f8a","email":"01a212e1-da00-701e-b0cb-5d42426a60d6@example.com","email_verified_at":"2026-11-25T13:25:21.025+00:00","name":"Bea","password_hash":null,"role":"buyer","referral_code":null,"referred_by":null,"created_at":"2026-11-25T13:25:21.047+00:00","locale":null,"time_zone":null,"disabled_at":null,"deleted_at":null}, 
 {"id":"01a212e1-da55-775e-86f2-93f1949ab0fa","account_id":"01a212e1-da55-775e-86f2-97995848bb28","email":"01a212e1-da55-775e-86f2-8e271f1f46b6@example.com","email_verified_at":"2026-11-25T13:25:21.109+00:00","name":"Bea","password_hash":null,"role":"buyer","referral_code":null,"referred_by":null,"created_at":"2026-11-25T13:25:21.11+00:00","locale":null,"time_zone":null,"disabled_at":null,"deleted_at":null}, 
 {"id":"01a212e1-da78-74fa-b622-77a75df49869","account_id":"01a212e1-da78-74fa-b622-7881a028a5d0","email":"01a212e1-da78-74fa-b622-7135b3aa2e3a@example.com","email_verified_at":"2026-11-25T13:25:21.144+00:00","name":"Bea","password_hash":null,"role":"buyer","referral_code":null,"referred_by":null,"created_at":"2026-11-25T13:25:21.145+00:00","locale":null,"time_zone":null,"disabled_at":null,"deleted_at":null}]') on conflict do nothing
