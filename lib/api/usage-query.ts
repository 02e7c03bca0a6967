import { z } from "@hono/zod-openapi";
import { toDecimal } from "@/lib/shared/credits";
import { ProductError } from "@/lib/shared/errors";
import type { UsagePeriod, UsageRow } from "@/lib/spending/read-usage";
import { accountRef, resolveAccount } from "./account-ref";
import type { Caller } from "./authorize";
import type { ApiRuntime } from "./runtime";
import { amount, timestamp } from "./shapes";

const DAY_MS = 24 * 60 * 60 * 1000;
const DEFAULT_DAYS = 30;
const MAX_DAYS = 366;

/** Whose usage and when. */
export const usageQuery = {
  ...accountRef,
  from: timestamp.optional().openapi({ description: "30 days before `to` unless told." }),
  to: timestamp.optional().openapi({ description: "Before this instant; now unless told." }),
};

export const period = z.object({ from: timestamp, to: timestamp }).openapi("Period");

/** What was used under a name. */
export const usageShare = { credits: amount, requests: z.number().int() };

type Given = z.output<ReturnType<typeof z.object<typeof usageQuery>>>;

/** @throws ProductError not_found for the account, invalid_input for a period that can't be */
export async function readUsageQuery(
  runtime: ApiRuntime,
  caller: Caller,
  given: Given,
): Promise<UsagePeriod> {
  const to = given.to === undefined ? new Date() : new Date(given.to);
  const from =
    given.from === undefined
      ? new Date(to.getTime() - DEFAULT_DAYS * DAY_MS)
      : new Date(given.from);
  if (from >= to || to.getTime() - from.getTime() > MAX_DAYS * DAY_MS) {
    const message = `The period must be longer than nothing and at most ${MAX_DAYS} days.`;
    throw new ProductError("invalid_input", {
      detail: message,
      extra: { errors: [{ field: "from", message }] },
    });
  }
  return { accountId: await resolveAccount(runtime, caller, given), from, to };
}

export function toPeriodJson({ from, to }: UsagePeriod) {
  return { from: from.toISOString(), to: to.toISOString() };
}

export function toShareJson({ credits, requests }: UsageRow) {
  return { credits: toDecimal(credits), requests };
}
