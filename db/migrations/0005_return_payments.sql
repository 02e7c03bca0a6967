ALTER TABLE "payment_disputes" ADD COLUMN "payment_id" text;--> statement-breakpoint
ALTER TABLE "payment_refunds" ADD COLUMN "payment_id" text;