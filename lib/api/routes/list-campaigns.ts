import { z } from "@hono/zod-openapi";
import { listCampaigns as list } from "@/lib/campaigns/list-campaigns";
import { campaignJson, toCampaignJson } from "../campaigns";
import { defineRoute } from "../route";

export const listCampaigns = defineRoute({
  id: "listCampaigns",
  tag: "Codes",
  method: "GET",
  path: "/campaigns",
  summary: "Campaigns, newest first",
  auth: { admin: "admin:read" },
  idempotency: "none",
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(100) }),
  answer: z.object({ campaigns: z.array(campaignJson) }),
  errors: [],
  async handle({ runtime, query }) {
    return { campaigns: (await list(runtime.database.read, query)).map(toCampaignJson) };
  },
});
