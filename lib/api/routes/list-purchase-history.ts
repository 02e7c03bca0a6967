import { z } from "@hono/zod-openapi";
import { listPurchases } from "@/lib/purchases/list-purchases";
import { purchaseJson, toPurchaseJson } from "@/lib/purchases/purchase-json";
import { defineRoute } from "../route";
import { offsetPage } from "../shapes";

export const listPurchaseHistory = defineRoute({
  id: "listPurchaseHistory",
  tag: "Purchases",
  method: "GET",
  path: "/billing/credits/history",
  summary: "Your own purchases, newest first",
  auth: { scope: "credits:read" },
  idempotency: "none",
  query: z.object(offsetPage),
  answer: z.array(purchaseJson),
  errors: [],
  async handle({ caller, query, runtime }) {
    const filter = { accountId: caller.accountId, ...query };
    return (await listPurchases(runtime.database.read, filter)).map(toPurchaseJson);
  },
});
