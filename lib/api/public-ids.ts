import { isId } from "@/lib/shared/ids";

/**
 * Ids of what belongs to an account, as the API shows them. They carry the account, so that a
 * request which names only an entry or a hold reaches the right account without a search.
 */
export interface EntryRef {
  readonly accountId: string;
  readonly seq: number;
}

export interface HoldRef {
  readonly accountId: string;
  readonly holdId: string;
}

/** Such as "ent_AaIL…-42". */
export function toEntryId({ accountId, seq }: EntryRef): string {
  return `ent_${pack(accountId)}-${seq}`;
}

/** @returns undefined for text that is no such id */
export function parseEntryId(text: string): EntryRef | undefined {
  const match = /^ent_([\w-]{22})-([1-9]\d{0,14})$/.exec(text);
  const accountId = match && unpack(match[1]);
  return accountId ? { accountId, seq: Number(match[2]) } : undefined;
}

/** Such as "hold_AaIL…AaIM…". */
export function toHoldId({ accountId, holdId }: HoldRef): string {
  return `hold_${pack(accountId)}${pack(holdId)}`;
}

/** @returns undefined for text that is no such id */
export function parseHoldId(text: string): HoldRef | undefined {
  const match = /^hold_([\w-]{22})([\w-]{22})$/.exec(text);
  const accountId = match && unpack(match[1]);
  const holdId = match && unpack(match[2]);
  return accountId && holdId ? { accountId, holdId } : undefined;
}

function pack(id: string): string {
  return Buffer.from(id.replaceAll("-", ""), "hex").toString("base64url");
}

function unpack(text = ""): string | undefined {
  const hex = Buffer.from(text, "base64url").toString("hex");
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return isId(id) && pack(id) === text ? id : undefined;
}
