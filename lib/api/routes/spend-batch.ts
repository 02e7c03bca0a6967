import { z } from "@hono/zod-openapi";
import type { SpendCommand } from "@/lib/ledger/commands";
import { ProductError } from "@/lib/shared/errors";
import type { Budget } from "@/lib/spending/budgets";
import { commitAtomically } from "@/lib/spending/commit-atomically";
import { toError } from "@/lib/spending/refusal-error";
import { namesOneAccount, ONE_ACCOUNT } from "../account-ref";
import {
  type BatchResult,
  batchResult,
  type Prepared,
  prepare,
  toBatchResult,
  toRefusal,
} from "../batch-result";
import { defineRoute } from "../route";
import type { ApiRuntime } from "../runtime";
import { idempotencyKey } from "../shapes";
import { hasOneCharge, ONE_CHARGE, spendFields, toSpendCommand } from "../spend-input";

const MAX_SPENDS = 1_000;

export const spendBatch = defineRoute({
  id: "spendBatch",
  tag: "Credits",
  method: "POST",
  path: "/credits/spend/batch",
  summary: "Takes credits up to a thousand times at once, with a result for each",
  description:
    "Each spend has an idempotency_key. With all_or_nothing the first refusal is the answer, `index` names the spend, and nothing has changed.",
  auth: { scope: "credits:spend" },
  idempotency: "none",
  bodyLimitBytes: 4 * 1024 * 1024,
  body: z.strictObject({
    spends: z
      .array(
        spendFields
          .extend({ idempotency_key: idempotencyKey })
          .refine(namesOneAccount, ONE_ACCOUNT)
          .refine(hasOneCharge, ONE_CHARGE),
      )
      .min(1)
      .max(MAX_SPENDS),
    all_or_nothing: z.boolean().default(false),
  }),
  answer: z.object({ results: z.array(batchResult) }),
  errors: [
    "insufficient_credits",
    "in_debt",
    "budget_exceeded",
    "idempotency_mismatch",
    "not_found",
  ],
  async handle({ runtime, caller, body }) {
    const spends = await Promise.all(
      body.spends.map(({ idempotency_key: key, ...given }) =>
        prepare(() => toSpendCommand(runtime, caller, given, key)),
      ),
    );
    const results = body.all_or_nothing
      ? await spendAll(runtime, spends, caller.budget)
      : await Promise.all(spends.map((spend) => spendOne(runtime, spend, caller.budget)));
    return { results };
  },
});

type Spend = Prepared<SpendCommand>;

/** Requests that are given at once share transactions. */
async function spendOne(
  runtime: ApiRuntime,
  { command, error }: Spend,
  budget: Budget | undefined,
): Promise<BatchResult> {
  if (!command) return toRefusal(error);
  return toBatchResult(command.accountId, await runtime.commit({ command, budget }));
}

async function spendAll(
  runtime: ApiRuntime,
  spends: readonly Spend[],
  budget: Budget | undefined,
): Promise<BatchResult[]> {
  const commands = spends.map(({ command, error }, index) => {
    if (!command) throw nameSpend(index, error);
    return command;
  });
  const outcomes = await commitAtomically(
    runtime.database,
    commands.map((command) => ({ command, budget })),
  );
  return outcomes.map((outcome, index) => {
    if (outcome.status === "refused") throw nameSpend(index, toError(outcome));
    return toBatchResult(commands[index]?.accountId ?? "", outcome);
  });
}

/** The refusal of an all-or-nothing batch: that of the first spend which is refused. */
function nameSpend(index: number, { code, detail, extra }: ProductError): ProductError {
  const named = `Spend ${index} of the batch: ${detail}`;
  return new ProductError(code, { detail: named, extra: { ...extra, index } });
}
