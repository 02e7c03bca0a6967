import { z } from "zod";
import { defineRoute } from "@/lib/api/define-route";
import { offsetPage } from "@/lib/api/shapes";
import { listPurchases } from "@/lib/purchases/list-purchases";
import { purchaseJson, toPurchaseJson } from "@/lib/purchases/purchase-json";
import { database } from "@/lib/runtime/database";

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
