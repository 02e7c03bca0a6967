CREATE TYPE "public"."email_status" AS ENUM('sending', 'sent', 'kept');--> statement-breakpoint
CREATE TYPE "public"."reconcile_status" AS ENUM('running', 'finished', 'interrupted', 'abandoned');--> statement-breakpoint
CREATE TYPE "public"."refund_request_status" AS ENUM('requested', 'sent', 'failed');--> statement-breakpoint
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
CREATE TABLE "reconcile_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"days" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"started_by" text NOT NULL,
	"status" "reconcile_status" DEFAULT 'running' NOT NULL,
	"heartbeat_at" timestamp (3) with time zone NOT NULL,
	"phase" text NOT NULL,
	"cursor" text,
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
	"status" "refund_request_status" DEFAULT 'requested' NOT NULL,
	"stripe_refund_id" text,
	"error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "refund_requests_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "refund_requests_positive" CHECK ("refund_requests"."amount_minor" > 0)
);
--> statement-breakpoint
ALTER TABLE "refund_requests" ADD CONSTRAINT "refund_requests_purchase" FOREIGN KEY ("account_id","purchase_id") REFERENCES "public"."purchases"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "emails_recent" ON "emails" USING btree ("created_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE UNIQUE INDEX "reconcile_runs_one_running" ON "reconcile_runs" USING btree ("status") WHERE "reconcile_runs"."status" = 'running';--> statement-breakpoint
CREATE INDEX "reconcile_runs_recent" ON "reconcile_runs" USING btree ("started_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "refund_requests_by_purchase" ON "refund_requests" USING btree ("account_id","purchase_id","created_at");--> statement-breakpoint
CREATE INDEX "refund_requests_unsent" ON "refund_requests" USING btree ("created_at") WHERE "refund_requests"."status" = 'requested';