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
