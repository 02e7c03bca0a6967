"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { requireRecentActor } from "@/lib/access/require";
import { type FormState, textOf, typedOf } from "@/lib/api/form-state";
import { toStaffFormState } from "@/lib/api/staff-form-state";
import { estimateCost } from "@/lib/rates/estimate-change";
import { type ImportResult, importRates } from "@/lib/rates/import-rates";
import { readRateFields } from "@/lib/rates/rate-fields";
import { putRate } from "@/lib/rates/rates";
import { type RateTerms, rateTerms } from "@/lib/rates/terms";
import { lastMonth, monthToDate } from "@/lib/reports/day-range";
import { listQuantities } from "@/lib/reports/read-quantities";
import { database } from "@/lib/runtime/database";
import { ProductError } from "@/lib/shared/errors";
import { withQuery } from "@/lib/shared/query";
import { fieldError } from "@/lib/shared/typed-input";
import type { Comparison } from "./edit/comparison";

const PATH = "/admin/credits/rates";
const NAME = /^[^\0]{1,100}$/;
const DECIMAL = /^\d{1,9}(\.\d{1,6})?$/;

export interface RateFormState extends FormState {
  /** What the typed prices would have cost. */
  readonly comparisons?: readonly Comparison[];
}

/** Saves a new version of a rate; or compares the typed prices with what was used. */
export async function rateAction(_: RateFormState, form: FormData): Promise<RateFormState> {
  const admin = await requireRecentActor(PATH, "rates.edit");
  const typed = typedOf(form);
  const service = textOf(form, "service");
  const model = textOf(form, "model");
  let comparisons: Comparison[] | undefined;
  const target = { type: "rate", id: `${service}/${model}` };
  const attempt = { user: admin, action: "rate.put", target };
  const state = await toStaffFormState(attempt, typed, async () => {
    const terms = readTerms(service, model, typed);
    if (textOf(form, "intent") === "compare") {
      comparisons = await compare({ service, model }, terms);
    } else {
      await putRate(database(), { service, model, terms, actor: admin.id });
    }
  });
  if (comparisons) return { done: false, typed, comparisons };
  if (!state.done) return state;
  revalidatePath(PATH, "layout");
  redirect(withQuery(`${PATH}/edit`, { service, model, saved: "yes" }) as "/");
}

/** Ends a rate: from now on its model is priced by the default of its service, or refused. */
export async function removeRateAction(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireRecentActor(PATH, "rates.edit");
  const [service, model] = [textOf(form, "service"), textOf(form, "model")];
  const given = { service, model, terms: null, actor: admin.id };
  const target = { type: "rate", id: `${service}/${model}` };
  const state = await toStaffFormState({ user: admin, action: "rate.put", target }, {}, () =>
    putRate(database(), given),
  );
  if (!state.done) return state;
  revalidatePath(PATH, "layout");
  redirect(PATH);
}

/**
 * Imports a part of LiteLLM's list: a request has a limit, and the list is longer.
 * @param given.save false only counts what would be changed
 */
export async function importRatesAction(given: {
  readonly text: string;
  readonly service: string;
  readonly creditsPerUsd: string;
  readonly markupPercent: string;
  readonly save: boolean;
}): Promise<ImportResult | { readonly problem: string }> {
  const admin = await requireRecentActor(PATH, "rates.edit");
  const { text, service, creditsPerUsd, markupPercent, save } = given;
  if (!NAME.test(service)) return { problem: "Enter a service, such as llm." };
  if (![creditsPerUsd, markupPercent || "0"].every((value) => DECIMAL.test(value))) {
    return { problem: "Enter numbers such as 100 or 12.5." };
  }
  try {
    return await importRates(database(), {
      ...{ text, service, creditsPerUsd, actor: save ? admin.id : undefined },
      ...(markupPercent && { markupPercent }),
    });
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      return { problem: "This is not LiteLLM’s price list." };
    }
    throw error;
  }
}

/** @throws ProductError invalid_input naming the faulty fields */
function readTerms(service: string, model: string, typed: Record<string, string>): RateTerms {
  if (!NAME.test(service))
    throw fieldError("service", "Enter a service of at most 100 characters.");
  if (!NAME.test(model)) {
    throw fieldError("model", "Enter a model of at most 100 characters, or * for all others.");
  }
  const read = readRateFields(typed);
  if ("faults" in read) {
    throw new ProductError("invalid_input", {
      detail: "Check the fields.",
      extra: { fields: read.faults },
    });
  }
  const checked = rateTerms.safeParse(read.terms);
  if (checked.success) return checked.data;
  throw new ProductError("invalid_input", { detail: z.prettifyError(checked.error) });
}

async function compare(rate: { service: string; model: string }, terms: RateTerms) {
  const now = new Date();
  return Promise.all(
    [lastMonth(now), monthToDate(now)].map(async (range) => {
      const days = await listQuantities(database().read, rate, range);
      return { ...range, ...estimateCost(days, terms) };
    }),
  );
}
