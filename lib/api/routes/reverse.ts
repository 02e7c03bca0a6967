import { z } from "@hono/zod-openapi";
import { noSuch } from "@/lib/shared/assert-id";
import { assertReaches } from "../account-ref";
import { moveCredits } from "../move-credits";
import { parseEntryId } from "../public-ids";
import { digestRequest } from "../request-digest";
import { defineRoute } from "../route";
import { amountIn, entryId, movement } from "../shapes";

export const reverse = defineRoute({
  id: "reverse",
  tag: "Credits",
  method: "POST",
  path: "/credits/reverse",
  summary: "Gives back what a spend or a capture took, to the lots that it came from",
  description:
    "All that hasn't been given back yet, or an amount of it. What is more than that is refused with 409.",
  auth: { admin: "credits:grant" },
  idempotency: "required",
  body: z.strictObject({
    entry: entryId,
    amount: amountIn.optional(),
    reason: z.string().trim().min(1).max(500),
  }),
  answer: movement,
  errors: ["not_found", "conflict"],
  async handle(context) {
    const { caller, body, idempotencyKey } = context;
    const ref = parseEntryId(body.entry);
    if (!ref) throw noSuch("entry");
    assertReaches(caller, ref.accountId, "entry");
    const { movement: moved } = await moveCredits(
      context,
      {
        kind: "reverse",
        accountId: ref.accountId,
        idempotencyKey,
        asked: digestRequest(body),
        entrySeq: ref.seq,
        ...(body.amount !== undefined && { credits: body.amount }),
        actor: caller.actor,
        reason: body.reason,
      },
      { invalid: "conflict" },
    );
    return moved;
  },
});
