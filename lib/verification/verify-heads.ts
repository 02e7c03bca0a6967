import { type AccountWithHead, signHead } from "./account-states";
import { findSealKey, isSameMac, type SealKeys } from "./seal-key";

/**
 * Compares an account with its sealed head. Pure.
 * @returns what is wrong; undefined where the account is what was sealed, or goes on from there
 */
export function findHeadFault(keys: SealKeys, state: AccountWithHead): string | undefined {
  const { account, head, entryHash, hasMoreEntries } = state;
  if (account && hasMoreEntries) {
    return `Account ${account.accountId} counts ${account.seq} entries, but there are more.`;
  }
  if (!head) return undefined;
  const name = `account ${head.accountId}`;
  const key = findSealKey(keys, head.keyId);
  if (!key || !isSameMac(signHead(key, head), head.mac)) {
    return `The sealed head of ${name} was changed, or made under a key that isn't known here.`;
  }
  if (!account) return `${capitalise(name)} doesn't exist, but was sealed at entry ${head.seq}.`;
  if (account.seq < head.seq || entryHash === null) {
    return `Entry ${head.seq} of ${name} is missing: it was sealed, and the account ends at entry ${account.seq}.`;
  }
  if (!entryHash.equals(head.hash)) {
    return `Entry ${head.seq} of ${name} has another hash than was sealed.`;
  }
  if (account.seq > head.seq) return undefined;
  if (!account.hash.equals(head.hash) || !account.stateDigest.equals(head.stateDigest)) {
    return `The balance, lots or holds of ${name} were changed since entry ${head.seq} was sealed, without an entry.`;
  }
  return undefined;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
