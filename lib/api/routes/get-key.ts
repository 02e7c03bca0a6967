import { z } from "@hono/zod-openapi";
import { ALL_SCOPES } from "@/lib/access/scopes";
import { noSuch } from "@/lib/shared/assert-id";
import { fromMicro, toDecimal, ZERO_CREDITS } from "@/lib/shared/credits";
import { readBudgetUse } from "@/lib/spending/reservations";
import { defineRoute } from "../route";
import { amount, timestamp } from "../shapes";

export const getKey = defineRoute({
  id: "getKey",
  tag: "Keys",
  method: "GET",
  path: "/key",
  summary: "What the key that asks may do, and what its monthly budget has left",
  auth: "any",
  idempotency: "none",
  answer: z.object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(z.enum(ALL_SCOPES)),
    account: z.uuid().nullable().openapi({ description: "Null: all accounts." }),
    expires_at: timestamp.nullable(),
    limit: amount
      .nullable()
      .openapi({ description: "What it may spend in a calendar month (UTC)." }),
    used: amount.nullable(),
    remaining: amount.nullable(),
  }),
  errors: ["not_found"],
  async handle({ caller: { key }, runtime }) {
    if (!key) throw noSuch("key: a session asks");
    const { monthlyBudget: limit } = key;
    const used = await readBudgetUse(runtime.database.read, key.budgetId);
    const remaining = limit !== null && limit > used ? fromMicro(limit - used) : ZERO_CREDITS;
    return {
      ...{ id: key.id, name: key.name, scopes: [...key.scopes], account: key.accountId },
      expires_at: key.expiresAt?.toISOString() ?? null,
      limit: limit === null ? null : toDecimal(limit),
      used: limit === null ? null : toDecimal(used),
      remaining: limit === null ? null : toDecimal(remaining),
    };
  },
});
