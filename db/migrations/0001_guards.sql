-- The ledger's invariants, stated where no code path can go around them. The same are checked
-- before every commit (lib/ledger/decide.ts) and after the fact (npm run ledger:verify).

-- I5: what was written about money stays as it was written.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'Write a new row that corrects the old one.';
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_entries_no_truncate BEFORE TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_effects_append_only BEFORE UPDATE OR DELETE ON ledger_effects
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_effects_no_truncate BEFORE TRUNCATE ON ledger_effects
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- I1: every entry continues the one before it. Once per statement, for all its rows.
CREATE FUNCTION check_entry_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken record;
BEGIN
  SELECT entry.account_id, entry.seq INTO broken
  FROM new_entries entry
  LEFT JOIN ledger_entries previous
    ON previous.account_id = entry.account_id AND previous.seq = entry.seq - 1
  WHERE entry.balance_after <> coalesce(previous.balance_after, 0) + entry.amount
     OR (previous.seq IS NULL AND entry.seq <> 1)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'I1: entry % of account % does not continue the entry before it', broken.seq, broken.account_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_chain AFTER INSERT ON ledger_entries
  REFERENCING NEW TABLE AS new_entries
  FOR EACH STATEMENT EXECUTE FUNCTION check_entry_chain();
--> statement-breakpoint

-- I1 and I3, when the transaction commits: the account is its last entry, and its lots add up.
-- Whoever writes an entry or a lot writes the account too, whose own check then sees everything;
-- so a row of theirs is checked only when its account wasn't written in the same transaction.
-- Otherwise a batch of a hundred entries would add up the same lots two hundred times.
CREATE FUNCTION check_account() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  checked uuid := CASE TG_TABLE_NAME WHEN 'credit_accounts' THEN (to_jsonb(NEW)->>'id')::uuid
                                     ELSE (to_jsonb(NEW)->>'account_id')::uuid END;
  account record;
  last_entry record;
  lots numeric;
BEGIN
  SELECT *, xmin = pg_current_xact_id()::xid AS written INTO account
    FROM credit_accounts WHERE id = checked;
  IF TG_TABLE_NAME <> 'credit_accounts' AND account.written THEN
    RETURN NULL;
  END IF;
  SELECT seq, balance_after, hash INTO last_entry FROM ledger_entries
    WHERE account_id = checked ORDER BY seq DESC LIMIT 1;
  IF account.entry_seq <> coalesce(last_entry.seq, 0)
     OR account.balance <> coalesce(last_entry.balance_after, 0)
     OR account.head_hash <> coalesce(last_entry.hash, '\x') THEN
    RAISE EXCEPTION 'I1: account % (balance %, seq %) differs from its last entry (balance %, seq %)',
      checked, account.balance, account.entry_seq, last_entry.balance_after, last_entry.seq
      USING ERRCODE = 'check_violation';
  END IF;
  SELECT coalesce(sum(remaining), 0) INTO lots FROM credit_grants
    WHERE account_id = checked AND remaining > 0;
  IF lots <> greatest(account.balance, 0) THEN
    RAISE EXCEPTION 'I3: lots of account % hold %, but its balance is %', checked, lots, account.balance
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER credit_accounts_consistent AFTER INSERT OR UPDATE ON credit_accounts
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_account();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER ledger_entries_consistent AFTER INSERT ON ledger_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_account();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER credit_grants_consistent AFTER INSERT OR UPDATE ON credit_grants
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_account();
--> statement-breakpoint
CREATE TRIGGER credit_grants_never_deleted BEFORE DELETE ON credit_grants
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER credit_accounts_never_deleted BEFORE DELETE ON credit_accounts
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
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
