import { z } from "@hono/zod-openapi";
import { sumCredits, toDecimal } from "@/lib/shared/credits";
import { readUsageBy } from "@/lib/spending/read-usage";
import { namesOneAccount, ONE_ACCOUNT } from "../account-ref";
import { defineRoute } from "../route";
import { amount } from "../shapes";
import { period, readUsageQuery, toPeriodJson, usageQuery } from "../usage-query";

export const getUsageSummary = defineRoute({
  id: "getUsageSummary",
  tag: "Usage",
  method: "GET",
  path: "/credits/usage/summary",
  summary: "What was used in a period, in all and by service",
  auth: { scope: "credits:read" },
  idempotency: "none",
  query: z.object(usageQuery).refine(namesOneAccount, ONE_ACCOUNT),
  answer: z.object({ total_credits: amount, by_service: z.record(z.string(), amount), period }),
  errors: ["not_found"],
  async handle({ runtime, caller, query }) {
    const asked = await readUsageQuery(runtime, caller, query);
    const rows = await readUsageBy(runtime.database.read, asked, "service");
    return {
      total_credits: toDecimal(sumCredits(rows.map(({ credits }) => credits))),
      by_service: Object.fromEntries(rows.map((row) => [row.name ?? "", toDecimal(row.credits)])),
      period: toPeriodJson(asked),
    };
  },
});
