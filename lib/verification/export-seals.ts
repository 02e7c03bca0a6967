import { asc, gt } from "drizzle-orm";
import type { Db } from "@/db/client";
import { ledgerHeads, ledgerSeals } from "@/db/schema";

const PAGE_ROWS = 2_000;

/** All seals, then all sealed heads, each as a line of JSON. MACs and hashes are in base64. */
export async function* exportSeals(db: Db): AsyncGenerator<string> {
  let seq = 0;
  for (;;) {
    const seals = await db
      .select()
      .from(ledgerSeals)
      .where(gt(ledgerSeals.seq, seq))
      .orderBy(asc(ledgerSeals.seq))
      .limit(PAGE_ROWS);
    for (const seal of seals) yield toLine({ type: "seal", ...seal });
    if (seals.length < PAGE_ROWS) break;
    seq = seals.at(-1)?.seq ?? seq;
  }
  let after: string | undefined;
  for (;;) {
    const heads = await db
      .select()
      .from(ledgerHeads)
      .where(after ? gt(ledgerHeads.accountId, after) : undefined)
      .orderBy(asc(ledgerHeads.accountId))
      .limit(PAGE_ROWS);
    for (const head of heads) yield toLine({ type: "head", ...head });
    if (heads.length < PAGE_ROWS) return;
    after = heads.at(-1)?.accountId;
  }
}

function toLine(row: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(row).map(([name, value]) => [
    name,
    Buffer.isBuffer(value) ? value.toString("base64") : value,
  ]);
  return JSON.stringify(Object.fromEntries(pairs));
}
