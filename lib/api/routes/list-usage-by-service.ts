import { z } from "@hono/zod-openapi";
import { readUsageBy } from "@/lib/spending/read-usage";
import { namesOneAccount, ONE_ACCOUNT } from "../account-ref";
import { defineRoute } from "../route";
import {
  period,
  readUsageQuery,
  toPeriodJson,
  toShareJson,
  usageQuery,
  usageShare,
} from "../usage-query";

export const listUsageByService = defineRoute({
  id: "listUsageByService",
  tag: "Usage",
  method: "GET",
  path: "/credits/usage/by-service",
  summary: "What each service used, most first",
  auth: { scope: "credits:read" },
  idempotency: "none",
  query: z.object(usageQuery).refine(namesOneAccount, ONE_ACCOUNT),
  answer: z.object({ usage: z.array(z.object({ service: z.string(), ...usageShare })), period }),
  errors: ["not_found"],
  async handle({ runtime, caller, query }) {
    const asked = await readUsageQuery(runtime, caller, query);
    const rows = await readUsageBy(runtime.database.read, asked, "service");
    return {
      usage: rows.map((row) => ({ service: row.name ?? "", ...toShareJson(row) })),
      period: toPeriodJson(asked),
    };
  },
});
