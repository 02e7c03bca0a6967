import { z } from "zod";
import { defineRoute } from "@/lib/api/define-route";
import { readAccount } from "@/lib/ledger/read-account";
import { database } from "@/lib/runtime/database";
import { toDecimal } from "@/lib/shared/credits";

const amount = z.string().regex(/^-?\d+(\.\d{1,6})?$/);

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute({
  method: "GET",
  path: "/api/v1/credits/balance",
  summary: "Your balance. Amounts are decimal strings, because a JSON number could lose precision",
  auth: { scope: "credits:read" },
  response: z.object({
    user_id: z.uuid(),
    account_id: z.uuid(),
    balance: amount,
    held: amount,
    available: amount,
  }),
  errors: ["unauthenticated", "forbidden", "rate_limited"],
  async handle({ person }) {
    const account = await readAccount(database().read, person.accountId);
    return {
      user_id: person.id,
      account_id: account.id,
      balance: toDecimal(account.balance),
      held: toDecimal(account.held),
      available: toDecimal(account.available),
    };
  },
});
