import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** A key of seals, or the lack of one. */
export interface SealKey {
  /** Names the key without telling it; "none" where there is none. */
  readonly id: string;
  /** The code over some fields: an HMAC, or without a key a plain hash. */
  readonly sign: (fields: readonly SealField[]) => Buffer;
}

export type SealField = string | number | null | Date | Buffer;

/** The first is used for new seals; the others are accepted until everything is sealed anew. */
export type SealKeys = readonly [SealKey, ...SealKey[]];

/** Without a key anybody who can write to the database can also make seals. */
const NO_KEY: SealKey = {
  id: "none",
  sign: (fields) => createHash("sha256").update(serialise(fields)).digest(),
};

/** @param secrets as LEDGER_SEAL_KEY has them; several while a key is being replaced */
export function toSealKeys(secrets: readonly string[]): SealKeys {
  const [first = NO_KEY, ...others] = secrets.map(toKey);
  return [first, ...others];
}

function toKey(secret: string): SealKey {
  const id = createHash("sha256").update("ledger-seal-key-id").update(secret).digest("hex");
  return {
    id: id.slice(0, 16),
    sign: (fields) => createHmac("sha256", secret).update(serialise(fields)).digest(),
  };
}

/** An array in fixed order, so that no two different lists are written the same way. */
function serialise(fields: readonly SealField[]): string {
  return JSON.stringify(
    fields.map((field) => {
      if (Buffer.isBuffer(field)) return field.toString("base64");
      return field instanceof Date ? field.getTime() : field;
    }),
  );
}

/** The key that a stored seal was made with; undefined when it isn't known here. */
export function findSealKey(keys: SealKeys, id: string): SealKey | undefined {
  return keys.find((key) => key.id === id);
}

export function isSameMac(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

const MODULUS = 1n << 256n;

/** Adds and takes away MACs, modulo 2^256: the sum of a set, whatever the order of its changes. */
export function addMacs(
  sum: Buffer,
  change: { readonly added?: readonly Buffer[]; readonly removed?: readonly Buffer[] },
): Buffer {
  const total =
    toNumber(sum) + sumOf(change.added ?? []) + (MODULUS - (sumOf(change.removed ?? []) % MODULUS));
  return Buffer.from((total % MODULUS).toString(16).padStart(64, "0"), "hex");
}

export const NO_MACS: Buffer = Buffer.alloc(32);

function sumOf(macs: readonly Buffer[]): bigint {
  return macs.reduce((sum, mac) => sum + toNumber(mac), 0n);
}

function toNumber(mac: Buffer): bigint {
  return BigInt(`0x${mac.toString("hex")}`);
}
