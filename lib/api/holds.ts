import { z } from "@hono/zod-openapi";
import { type HoldSummary, readHold } from "@/lib/ledger/read-hold";
import { noSuch } from "@/lib/shared/assert-id";
import { toDecimal } from "@/lib/shared/credits";
import { assertReaches } from "./account-ref";
import type { Caller } from "./authorize";
import { parseHoldId, toEntryId, toHoldId } from "./public-ids";
import type { ApiRuntime } from "./runtime";
import { amount, entryId, timestamp } from "./shapes";

export const holdId = z.string().openapi({ description: "A hold's id.", example: "hold_…" });
export const holdParams = z.object({ id: holdId });

/** How long a hold lasts, in seconds: up to a week. */
export const expiresIn = z
  .number()
  .int()
  .min(1)
  .max(7 * 24 * 60 * 60)
  .openapi({ description: "Seconds from now, by the database's clock.", example: 900 });

/** A hold, as the API shows it. */
export const holdJson = z
  .object({
    id: holdId,
    account: z.uuid(),
    amount,
    state: z.enum(["open", "captured", "released", "expired"]),
    service: z.string(),
    model: z.string().nullable(),
    expires_at: timestamp,
    on_expire: z.enum(["release", "capture"]),
    created_at: timestamp,
    end: z.object({ entry: entryId, taken: amount, shortfall: amount }).nullable().openapi({
      description: "What ended it: null while it is open, or until its expiry is booked.",
    }),
  })
  .openapi("Hold");

export function toHoldJson(hold: HoldSummary): z.input<typeof holdJson> {
  const { accountId, end } = hold;
  return {
    id: toHoldId({ accountId, holdId: hold.id }),
    account: accountId,
    amount: toDecimal(hold.amount),
    state: hold.state,
    service: hold.sourceId,
    model: hold.metadata.model ?? null,
    expires_at: hold.expiresAt.toISOString(),
    on_expire: hold.onExpire,
    created_at: hold.createdAt.toISOString(),
    end: end
      ? {
          entry: toEntryId({ accountId, seq: end.seq }),
          taken: toDecimal(end.taken),
          shortfall: toDecimal(end.shortfall),
        }
      : null,
  };
}

/**
 * The hold that a request names. A key of one account reaches the holds that it placed itself: who
 * owns an account could otherwise release what a service holds for work in progress.
 * @throws ProductError not_found when there is none, or when it isn't the caller's
 */
export async function findHold(
  runtime: ApiRuntime,
  caller: Caller,
  id: string,
): Promise<HoldSummary> {
  const ref = parseHoldId(id);
  if (!ref) throw noSuch("hold");
  assertReaches(caller, ref.accountId, "hold");
  const hold = await readHold(runtime.database.read, ref.accountId, ref.holdId);
  if (!hold || !(caller.reachesAll || hold.actor === caller.actor)) throw noSuch("hold");
  return hold;
}
