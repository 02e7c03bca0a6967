import { formatCredits, sumCredits } from "@/lib/shared/credits";
import { formatMoney } from "@/lib/shared/money";
import type { EvidenceFacts, SignIn, Usage } from "./evidence-facts";

/** The fields of Stripe's evidence that are filled in. https://docs.stripe.com/api/disputes/evidence_object */
export interface Evidence {
  readonly access_activity_log: string;
  readonly customer_email_address?: string;
  readonly customer_name?: string;
  readonly customer_purchase_ip?: string;
  readonly product_description: string;
  readonly service_date?: string;
  readonly uncategorized_text: string;
}

/** What Stripe takes in one field. */
const MAX_FIELD = 20_000;

/** Writes the facts as a bank reads them: plain sentences first, then the log that proves them. */
export function composeEvidence(facts: EvidenceFacts): Evidence {
  const { customer, packName, granted, creditedAt } = facts;
  const address = findPurchaseAddress(facts);
  return {
    uncategorized_text: composeSummary(facts),
    access_activity_log: composeLog(facts),
    ...(customer.email && { customer_email_address: customer.email }),
    ...(customer.name && { customer_name: customer.name }),
    ...(address && { customer_purchase_ip: address }),
    product_description: `${packName}: ${formatCredits(granted)} prepaid credits for a digital service. Credits are added to the customer's account when the payment succeeds, and are used by requests to the service.`,
    ...(creditedAt && { service_date: formatDay(creditedAt) }),
  };
}

/** The address of the sign-in during which the purchase was made: the last one before it. */
function findPurchaseAddress({ signIns, orderedAt }: EvidenceFacts): string | undefined {
  return signIns.findLast(({ at }) => at <= orderedAt)?.address ?? undefined;
}

function composeSummary(facts: EvidenceFacts): string {
  const { usages, granted, signIns } = facts;
  const used = sumCredits(usages.map(({ amount }) => amount));
  const money = formatMoney(facts);
  const credited = facts.creditedAt
    ? ` ${formatCredits(granted)} credits were added to the account at ${formatTime(facts.creditedAt)}.`
    : "";
  const [first, last] = [usages[0], usages.at(-1)];
  const use =
    first && last
      ? `Of these credits, ${formatCredits(used)} were used, between ${formatTime(first.at)} and ${formatTime(last.at)}. Each use is listed in the activity log with its time, API key and address.`
      : "None of these credits were used.";
  return [
    `The customer ordered ${facts.packName} for ${money} at ${formatTime(facts.orderedAt)} and paid with payment ${facts.paymentId}.${credited}`,
    use,
    `The customer signed in to the account ${count(signIns.length, "time")} in the period shown.`,
    "All times are UTC.",
  ].join("\n");
}

function composeLog(facts: EvidenceFacts): string {
  const used = [
    `Credits of payment ${facts.paymentId} that were used (times in UTC):`,
    "time | credits | service | API key | address | ledger entry",
  ];
  const signIns = ["", "Sign-ins of the customer:", "time | method | address | browser"];
  const lines = facts.signIns.map(describeSignIn);
  // Sign-ins are few; what is left of the field is for the use of the credits.
  const tail = fit([...signIns, ...shorten(lines, MAX_FIELD / 4)].join("\n"), MAX_FIELD / 2);
  const room = MAX_FIELD - tail.length - used.join("\n").length - 2;
  return [...used, ...shorten(facts.usages.map(describeUsage), room), tail].join("\n");
}

function describeUsage({ at, amount, service, model, key, address, seq }: Usage): string {
  const what = [service, model].filter(Boolean).join(" ");
  return [formatTime(at), formatCredits(amount), what, key ?? "signed in", address, `#${seq}`]
    .map((part) => part || "–")
    .join(" | ");
}

function describeSignIn({ at, method, address, browser }: SignIn): string {
  return [formatTime(at), method, address, browser].map((part) => part || "–").join(" | ");
}

/** As many lines as fit, from both ends: the first and the last uses say most. */
function shorten(lines: readonly string[], characters: number): string[] {
  if (lines.length === 0) return ["none"];
  const length = (some: readonly string[]) => some.reduce((sum, line) => sum + line.length + 1, 0);
  if (length(lines) <= characters) return [...lines];
  const head: string[] = [];
  const tail: string[] = [];
  // Longer than the sentence that stands for what is left out.
  let left = characters - 60;
  for (let index = 0; index < lines.length; index += 1) {
    const fromEnd = index % 2 === 1;
    const line = lines[fromEnd ? lines.length - (index + 1) / 2 : index / 2] ?? "";
    left -= line.length + 1;
    if (left < 0) break;
    if (fromEnd) tail.unshift(line);
    else head.push(line);
  }
  const skipped = lines.length - head.length - tail.length;
  return [...head, `… ${count(skipped, "line")} left out here …`, ...tail];
}

function fit(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en-US")} ${what}${number === 1 ? "" : "s"}`;
}

function formatTime(at: Date): string {
  return at.toISOString().slice(0, 19).replace("T", " ");
}

function formatDay(at: Date): string {
  return at.toLocaleDateString("en-US", { dateStyle: "long", timeZone: "UTC" });
}
