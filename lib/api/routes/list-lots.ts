import { z } from "@hono/zod-openapi";
import { listOpenLots } from "@/lib/ledger/read-account";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import { lotJson, toLotJson } from "../entry-json";
import { defineRoute } from "../route";

export const listLots = defineRoute({
  id: "listLots",
  tag: "Credits",
  method: "GET",
  path: "/credits/lots",
  summary: "Credits that are left, by where they came from, in the order in which they are used",
  auth: { scope: "credits:read" },
  idempotency: "none",
  query: z.object(accountRef).refine(namesOneAccount, ONE_ACCOUNT),
  answer: z.object({ lots: z.array(lotJson) }),
  errors: ["not_found"],
  async handle({ runtime, caller, query }) {
    const accountId = await resolveAccount(runtime, caller, query);
    return { lots: (await listOpenLots(runtime.database.read, accountId)).map(toLotJson) };
  },
});
