import { z } from "@hono/zod-openapi";
import { revokeCampaign as revoke } from "@/lib/campaigns/campaigns";
import { campaignJson, toCampaignJson } from "../campaigns";
import { defineRoute } from "../route";

export const revokeCampaign = defineRoute({
  id: "revokeCampaign",
  tag: "Codes",
  method: "POST",
  path: "/campaigns/{id}/revoke",
  summary:
    "Ends a campaign; what was claimed stays, and the rest of its budget stays on its account",
  auth: { admin: "credits:grant" },
  idempotency: "none",
  params: z.object({ id: z.uuid() }),
  answer: campaignJson,
  errors: ["not_found"],
  async handle({ runtime, caller, params }) {
    return toCampaignJson(await revoke(runtime.database, params, caller.actor));
  },
});
