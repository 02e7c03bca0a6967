/**
 * A row of ledger_entries that nobody but a test would write: a grant of 10 after a purchase of 100
 * and a spend of 30.
 * @param wrong columns that differ from what would continue the account
 */
export function handmadeEntry(accountId: string, wrong: Record<string, string | number> = {}) {
  return {
    account_id: accountId,
    seq: 3,
    key: "by hand",
    kind: "grant",
    amount: 10_000_000,
    balance_after: 80_000_000,
    contra: "promotions",
    source_type: "promotion",
    source_id: "by hand",
    actor: "somebody",
    reason: "By hand",
    hash: Buffer.alloc(32),
    created_at: new Date(),
    ...wrong,
  };
}
