import { bigint, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { bytes, timestamp } from "./types";

/**
 * A seal over the whole ledger and the audit log, made once a minute. Each covers the one before it,
 * under a key that isn't in the database, so that whoever can write to every table still can't
 * remove what was sealed without a trace. Append only.
 */
export const ledgerSeals = pgTable("ledger_seals", {
  seq: bigint("seq", { mode: "number" }).primaryKey(),
  /** Every entry and every row of the audit log made before then is covered. */
  sealedThrough: timestamp("sealed_through").notNull(),
  /** How many accounts have a sealed head. */
  heads: bigint("heads", { mode: "number" }).notNull(),
  /** The sum of the MACs of all sealed heads, modulo 2^256: in whichever order they changed. */
  headsDigest: bytes("heads_digest").notNull(),
  /** How many rows of the audit log are covered, and the chained hash over them. */
  auditEntries: bigint("audit_entries", { mode: "number" }).notNull(),
  auditDigest: bytes("audit_digest").notNull(),
  /** Names the key; "none" where there was none, and the MACs are plain hashes. */
  keyId: text("key_id").notNull(),
  /** Over the MAC of the seal before and all of the above. */
  mac: bytes("mac").notNull(),
  createdAt: timestamp("created_at").notNull(),
});

/** The last sealed state of an account. Its MAC is part of the newest seal's `heads_digest`. */
export const ledgerHeads = pgTable(
  "ledger_heads",
  {
    accountId: uuid("account_id").primaryKey(),
    /** The account's last entry when it was sealed, and that entry's hash. */
    seq: bigint("seq", { mode: "number" }).notNull(),
    hash: bytes("hash").notNull(),
    /** SHA-256 over the account's balance, its open lots with their terms, and its open holds. */
    stateDigest: bytes("state_digest").notNull(),
    keyId: text("key_id").notNull(),
    mac: bytes("mac").notNull(),
  },
  // Which heads are still under an old key.
  (table) => [index("ledger_heads_by_key").on(table.keyId)],
);

/** A verification that found the ledger sound: the next one replays only what changed since. */
export const ledgerVerifications = pgTable("ledger_verifications", {
  id: uuid("id").primaryKey(),
  /** The newest seal that it checked. */
  sealSeq: bigint("seal_seq", { mode: "number" }).notNull(),
  /** Entries made before then have been replayed. */
  verifiedThrough: timestamp("verified_through").notNull(),
  mac: bytes("mac").notNull(),
  createdAt: timestamp("created_at").notNull(),
});

/**
 * An account as the last verification that replayed it left it, so that the next one replays only
 * the entries behind it. Signed under the key of the seals: one that was changed is ignored.
 */
export const ledgerCheckpoints = pgTable("ledger_checkpoints", {
  accountId: uuid("account_id").primaryKey(),
  /** The last entry that was replayed. */
  seq: bigint("seq", { mode: "number" }).notNull(),
  /** Balance, held, hash, open lots and open holds after it: an AccountCheckpoint of lib/ledger. */
  state: text("state").notNull(),
  mac: bytes("mac").notNull(),
});
