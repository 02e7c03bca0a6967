CREATE TYPE "public"."campaign_kind" AS ENUM('code', 'sign_up', 'referral');--> statement-breakpoint
CREATE TYPE "public"."gift_state" AS ENUM('open', 'claimed', 'taken_back', 'expired');--> statement-breakpoint
CREATE TYPE "public"."hold_on_expire" AS ENUM('release', 'capture');--> statement-breakpoint
CREATE TYPE "public"."hold_state" AS ENUM('open', 'captured', 'released', 'expired');--> statement-breakpoint
CREATE TYPE "public"."lot_kind" AS ENUM('paid', 'promotional');--> statement-breakpoint
CREATE TYPE "public"."credit_request_status" AS ENUM('waiting', 'applied', 'rejected');--> statement-breakpoint
CREATE TYPE "public"."document_kind" AS ENUM('receipt', 'credit_note');--> statement-breakpoint
CREATE TYPE "public"."email_status" AS ENUM('sending', 'sent', 'kept');--> statement-breakpoint
CREATE TYPE "public"."contra_account" AS ENUM('sales', 'promotions', 'usage', 'disputes', 'breakage', 'adjustments', 'absorbed', 'transfers');--> statement-breakpoint
CREATE TYPE "public"."entry_kind" AS ENUM('purchase', 'grant', 'spend', 'spend_reversal', 'refund', 'refund_reversal', 'dispute', 'dispute_reversal', 'expiry', 'adjustment', 'hold', 'capture', 'release', 'hold_expiry', 'transfer');--> statement-breakpoint
CREATE TYPE "public"."token_purpose" AS ENUM('verify_email', 'reset_password', 'sign_in', 'change_email', 'accept_invitation', 'passkey', 'portal', 'sign_up_work');--> statement-breakpoint
CREATE TYPE "public"."dispute_status" AS ENUM('warning_needs_response', 'warning_under_review', 'warning_closed', 'needs_response', 'under_review', 'lost', 'appeal_needs_response', 'appeal_under_review', 'won', 'prevented');--> statement-breakpoint
CREATE TYPE "public"."refund_status" AS ENUM('requires_action', 'pending', 'succeeded', 'failed', 'canceled');--> statement-breakpoint
CREATE TYPE "public"."checkout_ui" AS ENUM('hosted', 'embedded');--> statement-breakpoint
CREATE TYPE "public"."purchase_status" AS ENUM('pending', 'processing', 'completed', 'failed', 'expired', 'partially_refunded', 'refunded', 'disputed', 'in_review', 'dispute_lost');--> statement-breakpoint
CREATE TYPE "public"."reconciliation_status" AS ENUM('running', 'finished', 'incomplete', 'interrupted', 'abandoned');--> statement-breakpoint
CREATE TYPE "public"."refund_request_status" AS ENUM('requested', 'sent', 'failed');--> statement-breakpoint
CREATE TYPE "public"."delivery_outcome" AS ENUM('processed', 'duplicate', 'ignored', 'unmatched', 'mismatch', 'failed');--> statement-breakpoint
CREATE TYPE "public"."event_status" AS ENUM('processed', 'ignored', 'unmatched', 'mismatch', 'failed', 'dismissed');--> statement-breakpoint
CREATE TYPE "public"."user_role" AS ENUM('buyer', 'support', 'finance', 'admin');--> statement-breakpoint
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
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_claims" ADD CONSTRAINT "campaign_claims_campaign" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "known_devices" ADD CONSTRAINT "known_devices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_requests" ADD CONSTRAINT "refund_requests_purchase" FOREIGN KEY ("account_id","purchase_id") REFERENCES "public"."purchases"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "totp_factors" ADD CONSTRAINT "totp_factors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_identities" ADD CONSTRAINT "user_identities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_key_reservations_of_budget" ON "api_key_reservations" USING btree ("budget_id");--> statement-breakpoint
CREATE INDEX "api_keys_by_user" ON "api_keys" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "audit_log_target" ON "audit_log" USING btree ("target_type","target_id","id");--> statement-breakpoint
CREATE INDEX "audit_log_recent" ON "audit_log" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_log_by_actor" ON "audit_log" USING btree ("actor","at","id");--> statement-breakpoint
CREATE INDEX "audit_log_by_target" ON "audit_log" USING btree ("target_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_log_by_action" ON "audit_log" USING btree ("action" text_pattern_ops,"at");--> statement-breakpoint
CREATE INDEX "audit_log_request" ON "audit_log" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "backups_recent" ON "backups" USING btree ("finished_at");--> statement-breakpoint
CREATE INDEX "campaign_claims_recent" ON "campaign_claims" USING btree ("campaign_id","claimed_at","account_id","number");--> statement-breakpoint
CREATE INDEX "credit_accounts_due" ON "credit_accounts" USING btree ("next_expiry_at") WHERE "credit_accounts"."next_expiry_at" is not null;--> statement-breakpoint
CREATE INDEX "credit_gifts_by_giver" ON "credit_gifts" USING btree ("giver_account_id","id");--> statement-breakpoint
CREATE INDEX "credit_gifts_open_by_expiry" ON "credit_gifts" USING btree ("expires_at") WHERE "credit_gifts"."state" = 'open';--> statement-breakpoint
CREATE INDEX "credit_holds_by_expiry" ON "credit_holds" USING btree ("account_id","expires_at") WHERE "credit_holds"."state" = 'open';--> statement-breakpoint
CREATE INDEX "credit_lots_in_order" ON "credit_lots" USING btree ("account_id","priority","expires_at","created_at","id") WHERE "credit_lots"."open";--> statement-breakpoint
CREATE INDEX "credit_lots_by_expiry" ON "credit_lots" USING btree ("account_id","expires_at") WHERE "credit_lots"."open" and "credit_lots"."expires_at" is not null;--> statement-breakpoint
CREATE INDEX "credit_lots_by_source" ON "credit_lots" USING btree ("account_id","source_type","source_id");--> statement-breakpoint
CREATE INDEX "credit_requests_waiting" ON "credit_requests" USING btree ("id") WHERE "credit_requests"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "customers_by_email_prefix" ON "customers" USING btree (lower("email") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "customers_by_name_prefix" ON "customers" USING btree (lower("name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "customers_without_user" ON "customers" USING btree ("id") WHERE not "customers"."has_user";--> statement-breakpoint
CREATE UNIQUE INDEX "documents_one_receipt" ON "documents" USING btree ("account_id","purchase_id") WHERE "documents"."kind" = 'receipt';--> statement-breakpoint
CREATE UNIQUE INDEX "documents_one_credit_note" ON "documents" USING btree ("account_id","purchase_id","refund_id") WHERE "documents"."kind" = 'credit_note';--> statement-breakpoint
CREATE INDEX "emails_by_account" ON "emails" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "emails_recent" ON "emails" USING btree ("created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entries_one_per_key" ON "ledger_entries" USING btree ("account_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entries_one_purchase_per_payment" ON "ledger_entries" USING btree ("account_id","source_id") WHERE "ledger_entries"."kind" = 'purchase';--> statement-breakpoint
CREATE INDEX "ledger_entries_of_payments" ON "ledger_entries" USING btree ("account_id","source_id","seq") WHERE "ledger_entries"."kind" in ('purchase', 'refund', 'refund_reversal', 'dispute', 'dispute_reversal');--> statement-breakpoint
CREATE INDEX "ledger_entries_reversals" ON "ledger_entries" USING btree ("account_id","reverses") WHERE "ledger_entries"."reverses" is not null;--> statement-breakpoint
CREATE INDEX "ledger_entries_by_time" ON "ledger_entries" USING brin ("created_at");--> statement-breakpoint
CREATE INDEX "ledger_heads_by_key" ON "ledger_heads" USING btree ("key_id");--> statement-breakpoint
CREATE INDEX "one_time_tokens_of_user" ON "one_time_tokens" USING btree ("user_id","purpose");--> statement-breakpoint
CREATE INDEX "payment_disputes_by_purchase" ON "payment_disputes" USING btree ("account_id","purchase_id");--> statement-breakpoint
CREATE INDEX "payment_disputes_to_answer" ON "payment_disputes" USING btree ("id") WHERE "payment_disputes"."status" in ('needs_response', 'warning_needs_response');--> statement-breakpoint
CREATE INDEX "payment_disputes_open" ON "payment_disputes" USING btree ("id") WHERE "payment_disputes"."status" in ('warning_needs_response', 'warning_under_review', 'needs_response', 'under_review', 'appeal_needs_response', 'appeal_under_review');--> statement-breakpoint
CREATE INDEX "payment_disputes_by_time" ON "payment_disputes" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "payment_refunds_by_purchase" ON "payment_refunds" USING btree ("account_id","purchase_id");--> statement-breakpoint
CREATE INDEX "payment_refunds_failed" ON "payment_refunds" USING btree ("id") WHERE "payment_refunds"."status" = 'failed';--> statement-breakpoint
CREATE INDEX "payment_refunds_open" ON "payment_refunds" USING btree ("id") WHERE "payment_refunds"."status" in ('requires_action', 'pending');--> statement-breakpoint
CREATE UNIQUE INDEX "payments_one_per_purchase" ON "payments" USING btree ("purchase_id");--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_one_open_per_pack" ON "purchases" USING btree ("account_id","pack_code") WHERE "purchases"."status" = 'pending';--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_one_per_payment" ON "purchases" USING btree ("account_id","payment_id");--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_one_per_session" ON "purchases" USING btree ("account_id","session_id");--> statement-breakpoint
CREATE INDEX "purchases_by_status" ON "purchases" USING btree ("status","id");--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_unique_id" ON "purchases" USING btree ("id");--> statement-breakpoint
CREATE INDEX "rate_limits_by_age" ON "rate_limits" USING btree ("last_try_at");--> statement-breakpoint
CREATE UNIQUE INDEX "reconciliation_runs_one_running" ON "reconciliation_runs" USING btree ("status") WHERE "reconciliation_runs"."status" = 'running';--> statement-breakpoint
CREATE INDEX "reconciliation_runs_recent" ON "reconciliation_runs" USING btree ("started_at","id");--> statement-breakpoint
CREATE INDEX "refund_requests_by_purchase" ON "refund_requests" USING btree ("account_id","purchase_id","created_at");--> statement-breakpoint
CREATE INDEX "refund_requests_by_actor" ON "refund_requests" USING btree ("actor","created_at");--> statement-breakpoint
CREATE INDEX "refund_requests_unsent" ON "refund_requests" USING btree ("created_at") WHERE "refund_requests"."status" = 'requested';--> statement-breakpoint
CREATE INDEX "refund_requests_failed" ON "refund_requests" USING btree ("id") WHERE "refund_requests"."status" = 'failed';--> statement-breakpoint
CREATE INDEX "sessions_of_user" ON "sessions" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "stripe_deliveries_by_event" ON "stripe_deliveries" USING btree ("event_id","received_at");--> statement-breakpoint
CREATE INDEX "stripe_deliveries_by_time" ON "stripe_deliveries" USING brin ("received_at");--> statement-breakpoint
CREATE INDEX "stripe_events_recent" ON "stripe_events" USING btree ("first_received_at","id");--> statement-breakpoint
CREATE INDEX "stripe_events_by_type" ON "stripe_events" USING btree ("type" text_pattern_ops,"first_received_at");--> statement-breakpoint
CREATE INDEX "stripe_events_by_object" ON "stripe_events" USING btree ("object_id");--> statement-breakpoint
CREATE INDEX "stripe_events_by_purchase" ON "stripe_events" USING btree ("account_id","purchase_id");--> statement-breakpoint
CREATE INDEX "stripe_events_by_status" ON "stripe_events" USING btree ("status","first_received_at","id") WHERE "stripe_events"."status" <> 'processed';--> statement-breakpoint
CREATE INDEX "stripe_events_attention" ON "stripe_events" USING btree ("processed_at") WHERE "stripe_events"."status" in ('unmatched', 'mismatch', 'failed');--> statement-breakpoint
CREATE INDEX "stripe_objects_by_purchase" ON "stripe_objects" USING btree ("account_id","purchase_id");--> statement-breakpoint
CREATE INDEX "users_by_email_prefix" ON "users" USING btree (lower("email") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "users_by_name_prefix" ON "users" USING btree (lower("name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "users_staff" ON "users" USING btree (lower("email")) WHERE "users"."role" <> 'buyer';--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree (lower("email"));