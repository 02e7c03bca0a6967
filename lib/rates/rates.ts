import { isDeepStrictEqual } from "node:util";
import { and, desc, eq, inArray } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import type { Database, Db } from "@/db/client";
import { rates } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";
import { type RateTerms, rateTerms } from "./terms";

/** The model whose rate prices models without one. */
export const DEFAULT_MODEL = "*";

/** A version of what a model costs. */
export interface Rate {
  readonly service: string;
  readonly model: string;
  readonly version: number;
  readonly terms: RateTerms;
}

/** The rate that prices a model now; its own, else the default of its service. */
export type FindRate = (service: string, model: string) => Promise<Rate>;

/** A version of a rate, as entries name it. */
export function nameRate({ service, model, version }: Omit<Rate, "terms">): string {
  return `${service}/${model}@${version}`;
}

/** A changed rate is used everywhere after this long. */
const FRESH_MS = 1_000;
const MAX_CACHED = 10_000;

/**
 * Finds rates, each with a query about once a second.
 * @returns a function that throws ProductError not_found for a model without a rate or a default
 */
export function createRateLookup(db: Db): FindRate {
  const cache = new LRUCache<string, Rate | "none">({
    max: MAX_CACHED,
    ttl: FRESH_MS,
    fetchMethod: async (name) => {
      const [service = "", model = ""] = JSON.parse(name) as string[];
      return (await queryRate(db, service, model)) ?? "none";
    },
  });
  return async (service, model) => {
    const found = await cache.fetch(JSON.stringify([service, model]));
    if (found === undefined || found === "none") {
      throw new ProductError("not_found", {
        detail: `There is no rate for the model ${model} of ${service}, and no default.`,
      });
    }
    return found;
  };
}

/**
 * Sets what a model costs from now on, as a new version. The same terms again change nothing.
 * @param terms null: the model has no rate any more
 * @returns the version that holds now
 */
export async function putRate(
  database: Database,
  given: { service: string; model: string; terms: RateTerms | null; actor: string },
): Promise<{ version: number; changed: boolean }> {
  const { service, model, terms, actor } = given;
  return database.transaction(async (tx) => {
    const [last] = await tx
      .select()
      .from(rates)
      .where(and(eq(rates.service, service), eq(rates.model, model)))
      .orderBy(desc(rates.version))
      .limit(1);
    if (last ? isDeepStrictEqual(last.terms, terms) : terms === null) {
      return { version: last?.version ?? 0, changed: false };
    }
    const version = (last?.version ?? 0) + 1;
    const added = await tx
      .insert(rates)
      .values({ service, model, version, terms, createdBy: actor })
      .onConflictDoNothing()
      .returning({ version: rates.version });
    if (added.length === 0) {
      throw new ProductError("conflict", {
        detail: "Somebody else changed this rate at the same moment. Look at it, then try again.",
      });
    }
    await recordAudit(tx, {
      actor,
      action: "rate.put",
      target: { type: "rate", id: `${service}/${model}` },
      details: { version, terms },
    });
    return { version, changed: true };
  });
}

async function queryRate(db: Db, service: string, model: string): Promise<Rate | undefined> {
  const rows = await db
    .selectDistinctOn([rates.model])
    .from(rates)
    .where(and(eq(rates.service, service), inArray(rates.model, [model, DEFAULT_MODEL])))
    .orderBy(rates.model, desc(rates.version));
  const found = rows.flatMap(toRate);
  return found.find((rate) => rate.model === model) ?? found[0];
}

function toRate({ service, model, version, terms }: typeof rates.$inferSelect): Rate[] {
  return terms === null ? [] : [{ service, model, version, terms: rateTerms.parse(terms) }];
}
