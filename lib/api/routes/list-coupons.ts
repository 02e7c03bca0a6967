import { z } from "@hono/zod-openapi";
import { listCampaigns } from "@/lib/campaigns/list-campaigns";
import { couponJson, toCouponJson } from "../campaigns";
import { defineRoute } from "../route";

export const listCoupons = defineRoute({
  id: "listCoupons",
  tag: "Codes",
  method: "GET",
  path: "/credits/coupons/list",
  summary: "Promotion codes, newest first",
  auth: { admin: "admin:read" },
  idempotency: "none",
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(100) }),
  answer: z.array(couponJson),
  errors: [],
  async handle({ runtime, query }) {
    const campaigns = await listCampaigns(runtime.database.read, { kind: "code", ...query });
    return campaigns.map(toCouponJson);
  },
});
