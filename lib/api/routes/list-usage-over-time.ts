import { z } from "@hono/zod-openapi";
import { INTERVALS, readUsageOverTime } from "@/lib/spending/read-usage";
import { namesOneAccount, ONE_ACCOUNT } from "../account-ref";
import { defineRoute } from "../route";
import { timestamp } from "../shapes";
import {
  period,
  readUsageQuery,
  toPeriodJson,
  toShareJson,
  usageQuery,
  usageShare,
} from "../usage-query";

export const listUsageOverTime = defineRoute({
  id: "listUsageOverTime",
  tag: "Usage",
  method: "GET",
  path: "/credits/usage/timeseries",
  summary: "What was used in each hour, day or month (UTC) that has any, oldest first",
  auth: { scope: "credits:read" },
  idempotency: "none",
  query: z
    .object({ ...usageQuery, interval: z.enum(INTERVALS).default("day") })
    .refine(namesOneAccount, ONE_ACCOUNT),
  answer: z.object({ usage: z.array(z.object({ start: timestamp, ...usageShare })), period }),
  errors: ["not_found"],
  async handle({ runtime, caller, query }) {
    const asked = await readUsageQuery(runtime, caller, query);
    const rows = await readUsageOverTime(runtime.database.read, asked, query.interval);
    return {
      usage: rows.map((row) => ({ start: row.name ?? "", ...toShareJson(row) })),
      period: toPeriodJson(asked),
    };
  },
});
