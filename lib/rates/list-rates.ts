import { and, asc, desc, eq, gt, isNotNull, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { rates } from "@/db/schema";
import type { Rate } from "./rates";
import { rateTerms } from "./terms";

/** A rate that holds now, and since when. */
export interface ListedRate extends Rate {
  readonly createdAt: Date;
}

interface Filter {
  /** The beginning of a service or a model. */
  readonly search?: string;
  /** Only rates after this one, in the order of the list. */
  readonly after?: { readonly service: string; readonly model: string };
  readonly limit: number;
}

/** The rates that hold now, by service and model. Models that have none any more are left out. */
export async function listRates(db: Db, { search, after, limit }: Filter): Promise<ListedRate[]> {
  const begins = (column: typeof rates.service | typeof rates.model) =>
    sql`starts_with(lower(${column}), ${search?.trim().toLowerCase()})`;
  const newest = db
    .selectDistinctOn([rates.service, rates.model])
    .from(rates)
    .where(
      and(
        search ? or(begins(rates.service), begins(rates.model)) : undefined,
        after &&
          or(
            gt(rates.service, after.service),
            and(eq(rates.service, after.service), gt(rates.model, after.model)),
          ),
      ),
    )
    .orderBy(rates.service, rates.model, desc(rates.version))
    .as("newest");
  const rows = await db
    .select()
    .from(newest)
    .where(isNotNull(newest.terms))
    .orderBy(asc(newest.service), asc(newest.model))
    .limit(limit);
  return rows.map(({ terms, ...row }) => ({ ...row, terms: rateTerms.parse(terms) }));
}

/** A version of a rate, and who made it. Terms are null where the rate was removed. */
export type RateVersion = Awaited<ReturnType<typeof listVersions>>[number];

/** The versions of a rate, newest first. */
export async function listVersions(db: Db, service: string, model: string, limit: number) {
  const rows = await db
    .select()
    .from(rates)
    .where(and(eq(rates.service, service), eq(rates.model, model)))
    .orderBy(desc(rates.version))
    .limit(limit);
  return rows.map(({ terms, ...row }) => ({
    ...row,
    terms: terms === null ? null : rateTerms.parse(terms),
  }));
}
