import { toDecimal } from "@/lib/shared/credits";
import { csvLine } from "@/lib/shared/csv";
import type { EvidenceFacts } from "./evidence-facts";

/** Every use of the payment's credits and every sign-in, without the limits of Stripe's fields. */
export function toEvidenceCsv({ usages, signIns }: EvidenceFacts): string {
  const used = usages.map((usage) => [
    ...["use", usage.at.toISOString(), toDecimal(usage.amount)],
    ...[usage.service ?? "", usage.model ?? "", usage.reference ?? ""],
    ...[usage.key ?? "", usage.address ?? "", String(usage.seq)],
  ]);
  const signedIn = signIns.map(({ at, method, address, browser }) => [
    ...["sign-in", at.toISOString(), "", "", "", method, browser ?? "", address ?? "", ""],
  ]);
  const header = ["what", "time", "credits", "service", "model"];
  return [
    [...header, "reference_or_method", "key_or_browser", "address", "entry"],
    ...used,
    ...signedIn,
  ]
    .map(csvLine)
    .join("");
}
