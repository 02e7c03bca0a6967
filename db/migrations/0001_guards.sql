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
