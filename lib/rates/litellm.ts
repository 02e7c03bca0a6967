import { z } from "zod";
import { PRICE_DECIMALS, type Quantity } from "./quantities";
import { type RateTerms, rateTerms } from "./terms";

/** LiteLLM's fields in US dollars for one unit, and what they are here. */
const FIELDS: Readonly<Record<string, Quantity>> = {
  input_cost_per_token: "input_tokens",
  cache_read_input_token_cost: "cached_input_tokens",
  cache_creation_input_token_cost: "cache_write_tokens",
  input_cost_per_audio_token: "audio_input_tokens",
  output_cost_per_token: "output_tokens",
  output_cost_per_reasoning_token: "reasoning_tokens",
  output_cost_per_audio_token: "audio_output_tokens",
  output_cost_per_image: "images",
  input_cost_per_image: "images",
  output_cost_per_second: "seconds",
  input_cost_per_second: "seconds",
};

const TIER = /^(.+)_above_(\d+)k_tokens$/;

const priceList = z.record(z.string(), z.record(z.string(), z.unknown()));

export interface ImportedRate {
  readonly model: string;
  readonly terms: RateTerms;
}

/**
 * Reads LiteLLM's public price list
 * (https://github.com/BerriAI/litellm, model_prices_and_context_window.json).
 * @param text the file
 * @param creditsPerUsd how many credits a US dollar is, as a decimal
 * @returns the models that have a price which can be charged, and the names of the others
 * @throws z.ZodError or SyntaxError for a file of another kind
 */
export function readLiteLlmPrices(
  text: string,
  creditsPerUsd: string,
  markupPercent?: string,
): { rates: ImportedRate[]; withoutPrice: string[] } {
  const list = priceList.parse(JSON.parse(text));
  const found: ImportedRate[] = [];
  const withoutPrice: string[] = [];
  for (const [model, fields] of Object.entries(list)) {
    if (model === "sample_spec") continue;
    const prices = readPrices(fields, creditsPerUsd);
    if (Object.keys(prices).length === 0) withoutPrice.push(model);
    else {
      const markup = markupPercent === undefined ? {} : { markup_percent: markupPercent };
      found.push({ model, terms: rateTerms.parse({ prices, ...markup }) });
    }
  }
  return { rates: found, withoutPrice };
}

interface Price {
  price: string;
  per: 1 | 1_000_000;
  tiers?: { above: number; price: string; by: Quantity }[];
}

function readPrices(fields: Record<string, unknown>, creditsPerUsd: string) {
  const prices: Partial<Record<Quantity, Price>> = {};
  for (const [field, quantity] of Object.entries(FIELDS)) {
    const cost = fields[field];
    if (typeof cost !== "number" || !(cost > 0) || prices[quantity]) continue;
    const per = quantity.endsWith("_tokens") ? 1_000_000 : 1;
    prices[quantity] = { price: toPrice(cost, creditsPerUsd, per), per };
  }
  for (const [name, cost] of Object.entries(fields)) {
    const [, field = "", thousands] = TIER.exec(name) ?? [];
    const quantity = FIELDS[field];
    const price = quantity && prices[quantity];
    if (!price || typeof cost !== "number" || !(cost > 0)) continue;
    // LiteLLM's tiers look at the whole prompt, for the output's price too.
    const tier = { above: Number(thousands) * 1000, by: "input_tokens" as const };
    price.tiers = [
      ...(price.tiers ?? []),
      { ...tier, price: toPrice(cost, creditsPerUsd, price.per) },
    ];
  }
  return prices;
}

/** Dollars for one unit as credits for `per` units: exact, then rounded up to PRICE_DECIMALS. */
function toPrice(dollars: number, creditsPerUsd: string, per: number): string {
  const [cost, costDecimals] = toFraction(dollars);
  const [rate, rateDecimals] = toFraction(creditsPerUsd);
  const product = cost * rate * BigInt(per) * 10n ** BigInt(PRICE_DECIMALS);
  const divisor = 10n ** BigInt(costDecimals + rateDecimals);
  const digits = ((product + divisor - 1n) / divisor).toString().padStart(PRICE_DECIMALS + 1, "0");
  const fraction = digits.slice(-PRICE_DECIMALS).replace(/0+$/, "");
  return digits.slice(0, -PRICE_DECIMALS) + (fraction && `.${fraction}`);
}

/** A number as it is written, 2.5e-6 as [25, 7]: what was in the file, and not the float. */
function toFraction(value: number | string): [units: bigint, decimals: number] {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const decimals = fraction.length - Number(exponent);
  const units = BigInt(whole + fraction);
  return decimals >= 0 ? [units, decimals] : [units * 10n ** BigInt(-decimals), 0];
}
