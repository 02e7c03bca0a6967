import { z } from "@hono/zod-openapi";
import { listPurchasesWithBuyers, PURCHASE_STATUSES } from "@/lib/purchases/list-purchases";
import { purchaseJson, toPurchaseJson } from "@/lib/purchases/purchase-json";
import { defineRoute } from "../route";
import { offsetPage } from "../shapes";

export const listAllPurchases = defineRoute({
  id: "listAllPurchases",
  tag: "Purchases",
  method: "GET",
  path: "/billing/credits/admin/purchases",
  summary: "Everybody's purchases, newest first",
  auth: { admin: "admin:read" },
  idempotency: "none",
  query: z.object({ ...offsetPage, status: z.enum(PURCHASE_STATUSES).optional() }),
  answer: z.array(
    purchaseJson.extend({ user_id: z.uuid(), account_id: z.uuid(), email: z.string().nullable() }),
  ),
  errors: [],
  async handle({ query, runtime }) {
    const rows = await listPurchasesWithBuyers(runtime.database.read, query);
    return rows.map(({ purchase, email }) => ({
      ...toPurchaseJson(purchase),
      user_id: purchase.userId,
      account_id: purchase.accountId,
      email,
    }));
  },
});
