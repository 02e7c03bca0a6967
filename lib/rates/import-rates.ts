import { isDeepStrictEqual } from "node:util";
import { and, desc, eq, inArray } from "drizzle-orm";
import type { Database, Db } from "@/db/client";
import { rates } from "@/db/schema";
import { type ImportedRate, readLiteLlmPrices } from "./litellm";
import { putRate } from "./rates";

/** How LiteLLM's dollars become credits. */
export interface ImportTerms {
  readonly service: string;
  /** A decimal: how many credits a US dollar is. */
  readonly creditsPerUsd: string;
  /** A decimal, added to each request. */
  readonly markupPercent?: string;
}

/** What an import did, or would do. */
export interface ImportResult {
  /** Models that had no rate. */
  readonly added: number;
  /** Models whose rate got a new version. */
  readonly changed: number;
  readonly same: number;
  /** Models that the list names without a price. */
  readonly withoutPrice: number;
}

/**
 * Takes the prices of a list of LiteLLM's over, a new version for each model that differs.
 * @param given.text the list, or a part of it
 * @param given.actor who imports; undefined changes nothing and says what would be changed
 * @throws SyntaxError or z.ZodError for a text of another kind
 */
export async function importRates(
  database: Database,
  given: ImportTerms & { readonly text: string; readonly actor: string | undefined },
): Promise<ImportResult> {
  const { text, service, creditsPerUsd, markupPercent, actor } = given;
  const { rates: listed, withoutPrice } = readLiteLlmPrices(text, creditsPerUsd, markupPercent);
  const known = await readTerms(database.read, service, listed);
  const differing = listed.filter(
    ({ model, terms }) => !isDeepStrictEqual(known.get(model) ?? null, terms),
  );
  if (actor !== undefined) {
    for (const { model, terms } of differing) {
      await putRate(database, { service, model, terms, actor });
    }
  }
  const added = differing.filter(({ model }) => !known.get(model)).length;
  return {
    ...{ added, changed: differing.length - added, same: listed.length - differing.length },
    withoutPrice: withoutPrice.length,
  };
}

async function readTerms(db: Db, service: string, listed: readonly ImportedRate[]) {
  if (listed.length === 0) return new Map<string, Record<string, unknown> | null>();
  const models = listed.map(({ model }) => model);
  const rows = await db
    .selectDistinctOn([rates.model], { model: rates.model, terms: rates.terms })
    .from(rates)
    .where(and(eq(rates.service, service), inArray(rates.model, models)))
    .orderBy(rates.model, desc(rates.version));
  return new Map(rows.map(({ model, terms }) => [model, terms]));
}
