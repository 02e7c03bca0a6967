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
