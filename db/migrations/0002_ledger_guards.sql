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
