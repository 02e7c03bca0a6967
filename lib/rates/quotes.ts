import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { quotes, rates } from "@/db/schema";
import { noSuch } from "@/lib/shared/assert-id";
import { type Credits, fromMicro, minCredits } from "@/lib/shared/credits";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import type { Rate } from "./rates";
import { type RateTerms, rateTerms } from "./terms";

export type Quote = typeof quotes.$inferSelect;

const VALID_MINUTES = 15;

/**
 * Promises an account a price for one request: the version of the rate, and the most that it costs.
 * @param given.rate what the estimate was priced by, and `ceiling` what it came to
 */
export async function createQuote(
  db: Db,
  given: {
    readonly accountId: string;
    readonly model: string;
    readonly rate: Rate;
    readonly ceiling: Credits;
    readonly actor: string;
  },
): Promise<Quote> {
  const { accountId, model, rate, ceiling, actor } = given;
  const [quote] = await db
    .insert(quotes)
    .values({
      ...{ id: newId(), accountId, model, ceiling, createdBy: actor },
      ...{ service: rate.service, rateModel: rate.model, rateVersion: rate.version },
      expiresAt: sql`clock_timestamp() + make_interval(mins => ${VALID_MINUTES})`,
    })
    .returning();
  if (!quote) throw new Error("a quote was not written");
  return quote;
}

/**
 * Takes a quote for the hold that a request makes. One request has it: repeated, also when the hold
 * was refused for want of credits, it gets the same quote, and any other is refused.
 * @throws ProductError not_found for a quote of another account; conflict when it has expired or
 *   was used
 */
export async function takeQuote(
  db: Db,
  which: { readonly id: string; readonly accountId: string; readonly requestKey: string },
): Promise<Quote> {
  const isThis = and(eq(quotes.id, which.id), eq(quotes.accountId, which.accountId));
  const isOpen = and(isNull(quotes.requestKey), gt(quotes.expiresAt, sql`clock_timestamp()`));
  const [taken] = await db
    .update(quotes)
    .set({ requestKey: which.requestKey })
    .where(and(isThis, or(eq(quotes.requestKey, which.requestKey), isOpen)))
    .returning();
  if (taken) return taken;
  const [known] = await db.select({ requestKey: quotes.requestKey }).from(quotes).where(isThis);
  if (!known) throw noSuch("quote");
  throw new ProductError("conflict", {
    detail:
      known.requestKey === null
        ? "This quote has expired. Ask for another."
        : "Another request has made a hold on this quote. Ask for another.",
  });
}

/** A quote with the terms that it promised, which no later change of the rate touches. */
export async function readQuote(db: Db, id: string): Promise<Quote & { terms: RateTerms }> {
  const [found] = await db
    .select({ quote: quotes, terms: rates.terms })
    .from(quotes)
    .innerJoin(
      rates,
      and(
        eq(rates.service, quotes.service),
        eq(rates.model, quotes.rateModel),
        eq(rates.version, quotes.rateVersion),
      ),
    )
    .where(eq(quotes.id, id));
  if (!found) throw noSuch("quote");
  return { ...found.quote, terms: rateTerms.parse(found.terms) };
}

/** What is charged of what was used, and what is absorbed because the ceiling was promised. */
export function splitByCeiling(
  used: Credits,
  ceiling: Credits,
): { readonly charged: Credits; readonly absorbed: Credits } {
  const charged = minCredits(used, ceiling);
  return { charged, absorbed: fromMicro(used - charged) };
}
