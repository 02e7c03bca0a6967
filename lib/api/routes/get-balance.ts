import { z } from "@hono/zod-openapi";
import { readAccount } from "@/lib/ledger/read-account";
import { toDecimal } from "@/lib/shared/credits";
import { defineRoute } from "../route";

const amount = z.string().regex(/^-?\d+(\.\d{1,6})?$/);

export const getBalance = defineRoute({
  id: "getBalance",
  tag: "Credits",
  method: "GET",
  path: "/credits/balance",
  summary: "Your balance. Amounts are decimal strings, because a JSON number could lose precision",
  auth: { scope: "credits:read" },
  idempotency: "none",
  answer: z.object({
    user_id: z.uuid(),
    account_id: z.uuid(),
    balance: amount,
    held: amount,
    available: amount,
  }),
  errors: [],
  async handle({ caller, runtime }) {
    const account = await readAccount(runtime.database.read, caller.accountId);
    return {
      user_id: caller.user.id,
      account_id: account.id,
      balance: toDecimal(account.balance),
      held: toDecimal(account.held),
      available: toDecimal(account.available),
    };
  },
});
