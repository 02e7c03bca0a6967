import { z } from "zod";
import { purchaseJson, toPurchaseJson } from "@/lib/billing/purchase-json";
import { listPurchases } from "@/lib/billing/purchases";
import { database } from "@/lib/database";
import { defineRoute } from "@/lib/http/define-route";
import { offsetPage } from "@/lib/http/shapes";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute({
  method: "GET",
  path: "/api/v1/billing/credits/history",
  summary: "Your own purchases, newest first",
  auth: { scope: "credits:read" },
  query: z.object(offsetPage),
  response: z.array(purchaseJson),
  errors: ["unauthenticated", "forbidden", "invalid_input", "rate_limited"],
  async handle({ person, query }) {
    const filter = { accountId: person.accountId, ...query };
    return (await listPurchases(database().read, filter)).map(toPurchaseJson);
  },
});
