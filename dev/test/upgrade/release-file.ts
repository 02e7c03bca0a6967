import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A release's database as statements. */
export interface FrozenRelease {
  readonly schema: readonly string[];
  readonly rows: readonly string[];
}

const BREAK = "\n--> statement-breakpoint\n";
const ROWS = "\n--> rows\n";

function fileOf(version: string): string {
  return fileURLToPath(new URL(`releases/${version}.sql`, import.meta.url));
}

/** @returns the path of the file that was written */
export function writeRelease(version: string, { schema, rows }: FrozenRelease): string {
  const parts = [schema, rows].map((part) => part.map((one) => one.trim()).join(BREAK));
  writeFileSync(fileOf(version), `${parts.join(ROWS)}\n`);
  return fileOf(version);
}

export function readRelease(version: string): FrozenRelease {
  const [schema = "", rows = ""] = readFileSync(fileOf(version), "utf8").split(ROWS);
  return { schema: schema.split(BREAK), rows: rows.split(BREAK) };
}
