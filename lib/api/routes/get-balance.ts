import { z } from "@hono/zod-openapi";
import { readAccount } from "@/lib/ledger/read-account";
import { readAccountAt } from "@/lib/ledger/read-at";
import { toDecimal } from "@/lib/shared/credits";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import { defineRoute } from "../route";
import { amount, timestamp } from "../shapes";

export const getBalance = defineRoute({
  id: "getBalance",
  tag: "Credits",
  method: "GET",
  path: "/credits/balance",
  summary: "What an account has, held and available",
  auth: { scope: "credits:read" },
  idempotency: "none",
  query: z
    .object({
      ...accountRef,
      at: timestamp
        .optional()
        .openapi({ description: "What the account had at this instant, by its entries." }),
    })
    .refine(namesOneAccount, ONE_ACCOUNT),
  answer: z.object({
    user_id: z.uuid().nullable().openapi({ description: "The caller's; null for other accounts." }),
    account_id: z.uuid(),
    balance: amount.openapi({ description: "Negative: owed, and paid by the next credits." }),
    held: amount,
    available: amount,
  }),
  errors: ["not_found"],
  async handle({ runtime, caller, query }) {
    const accountId = await resolveAccount(runtime, caller, query);
    const { read } = runtime.database;
    const account =
      query.at === undefined
        ? await readAccount(read, accountId)
        : await readAccountAt(read, accountId, new Date(query.at));
    return {
      user_id: accountId === caller.user.accountId ? caller.user.id : (query.user ?? null),
      account_id: accountId,
      balance: toDecimal(account.balance),
      held: toDecimal(account.held),
      available: toDecimal(account.available),
    };
  },
});
