import { z } from "zod";
import { defineRoute } from "@/lib/api/define-route";
import { offsetPage } from "@/lib/api/shapes";
import { listPurchasesWithBuyers, PURCHASE_STATUSES } from "@/lib/purchases/list-purchases";
import { purchaseJson, toPurchaseJson } from "@/lib/purchases/purchase-json";
import { database } from "@/lib/runtime/database";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute({
  method: "GET",
  path: "/api/v1/billing/credits/admin/purchases",
  summary: "Everybody's purchases, newest first",
  auth: { admin: "admin:read" },
  query: z.object({ ...offsetPage, status: z.enum(PURCHASE_STATUSES).optional() }),
  response: z.array(
    purchaseJson.extend({ user_id: z.uuid(), account_id: z.uuid(), email: z.string().nullable() }),
  ),
  errors: ["unauthenticated", "forbidden", "invalid_input", "rate_limited"],
  async handle({ query }) {
    const rows = await listPurchasesWithBuyers(database().read, query);
    return rows.map(({ purchase, email }) => ({
      ...toPurchaseJson(purchase),
      user_id: purchase.userId,
      account_id: purchase.accountId,
      email,
    }));
  },
});
