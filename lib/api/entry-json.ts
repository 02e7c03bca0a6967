import { z } from "@hono/zod-openapi";
import { ENTRY_KINDS } from "@/lib/ledger/read-entries";
import type { Entry, Lot } from "@/lib/ledger/state";
import { toDecimal } from "@/lib/shared/credits";
import { toEntryId, toHoldId } from "./public-ids";
import { amount, entryId, timestamp } from "./shapes";

/** An entry of an account, as the API shows it. */
export const entryJson = z
  .object({
    id: entryId,
    kind: z.enum(ENTRY_KINDS),
    amount,
    balance_after: amount,
    held_after: amount,
    hold: z.string().nullable().openapi({ description: "The hold that it placed or ended." }),
    shortfall: amount.openapi({
      description: "Of a capture: what was used and could not be taken.",
    }),
    reverses: entryId.nullable().openapi({ description: "The entry whose credits it gave back." }),
    service: z.string().nullable().openapi({ description: "Of spends and captures." }),
    model: z.string().nullable(),
    reference: z.string().nullable(),
    reason: z.string(),
    metadata: z.record(z.string(), z.string()),
    created_at: timestamp,
  })
  .openapi("Entry");

export function toEntryJson(entry: Entry): z.input<typeof entryJson> {
  const { model = null, reference = null, ...metadata } = entry.metadata;
  return {
    id: toEntryId(entry),
    kind: entry.kind,
    amount: toDecimal(entry.amount),
    balance_after: toDecimal(entry.balanceAfter),
    held_after: toDecimal(entry.heldAfter),
    hold: entry.holdId && toHoldId({ accountId: entry.accountId, holdId: entry.holdId }),
    shortfall: toDecimal(entry.shortfall),
    reverses:
      entry.reverses === null
        ? null
        : toEntryId({ accountId: entry.accountId, seq: entry.reverses }),
    service: entry.sourceType === "service" ? entry.sourceId : null,
    model,
    reference,
    reason: entry.reason,
    metadata,
    created_at: entry.createdAt.toISOString(),
  };
}

/** Credits that came together, as the API shows them. */
export const lotJson = z
  .object({
    id: z.uuid(),
    kind: z.enum(["paid", "promotional"]),
    granted: amount,
    remaining: amount,
    priority: z.number().int(),
    expires_at: timestamp.nullable(),
    created_at: timestamp,
  })
  .openapi("Lot");

export function toLotJson(lot: Lot): z.input<typeof lotJson> {
  return {
    id: lot.id,
    kind: lot.kind,
    granted: toDecimal(lot.granted),
    remaining: toDecimal(lot.remaining),
    priority: lot.priority,
    expires_at: lot.expiresAt?.toISOString() ?? null,
    created_at: lot.createdAt.toISOString(),
  };
}
