/** How many models are sent at once: a request to an action has a limit of 64 kB. */
const MODELS_PER_PART = 50;

/**
 * Splits a price list of LiteLLM's into parts that can be sent, with only the fields that are prices.
 * @returns undefined for a text that is no list
 */
export function splitList(text: string): string[] | undefined {
  const models = readModels(text);
  if (!models) return undefined;
  const parts: string[] = [];
  for (let from = 0; from < models.length; from += MODELS_PER_PART) {
    parts.push(JSON.stringify(Object.fromEntries(models.slice(from, from + MODELS_PER_PART))));
  }
  return parts;
}

function readModels(text: string): [string, Record<string, unknown>][] | undefined {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof list !== "object" || list === null || Array.isArray(list)) return undefined;
  return Object.entries(list).map(([model, fields]) => [model, keepPrices(Object(fields))]);
}

function keepPrices(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => name.includes("_cost") && typeof value === "number",
    ),
  );
}
