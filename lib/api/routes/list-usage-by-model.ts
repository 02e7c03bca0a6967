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

export const listUsageByModel = defineRoute({
  id: "listUsageByModel",
  tag: "Usage",
  method: "GET",
  path: "/credits/usage/by-model",
  summary: "What each model used, most first; null stands for spends without a model",
  auth: { scope: "credits:read" },
  idempotency: "none",
  query: z.object(usageQuery).refine(namesOneAccount, ONE_ACCOUNT),
  answer: z.object({
    usage: z.array(z.object({ model: z.string().nullable(), ...usageShare })),
    period,
  }),
  errors: ["not_found"],
  async handle({ runtime, caller, query }) {
    const asked = await readUsageQuery(runtime, caller, query);
    const rows = await readUsageBy(runtime.database.read, asked, "model");
    return {
      usage: rows.map((row) => ({ model: row.name, ...toShareJson(row) })),
      period: toPeriodJson(asked),
    };
  },
});
