import type { PackView } from "@/components/credits/pack-card";
import { parseCredits } from "@/lib/shared/credits";
import { parseMoney } from "@/lib/shared/parse-money";

/** A pack as it is typed; undefined while that is no pack yet. */
export function previewPack(values: Readonly<Record<string, string>>): PackView | undefined {
  const { code = "", name = "", description = "", currency = "" } = values;
  if (!/^[a-z]{3}$/i.test(currency)) return undefined;
  try {
    return {
      ...{ code, name: name || "Name", description, currency: currency.toLowerCase() },
      credits: parseCredits(values.credits ?? ""),
      priceMinor: parseMoney(values.price ?? "", currency).amountMinor,
      creditsExpireAfterDays: Number(values.creditsExpireAfterDays) || null,
      maxPerPerson: Number(values.maxPerPerson) || null,
      discountPercent: Number(values.discountPercent) || 0,
      popular: values.popular === "on",
    };
  } catch {
    return undefined;
  }
}
