import { beforeAll, describe, expect, it } from "vitest";
import { stripeEvents } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { eventOf, givenPurchase, paidUpdates } from "@/dev/test/kits/billing/purchases";
import type { PurchaseRow } from "@/lib/purchases/purchase";
import { newId } from "@/lib/shared/ids";
import {
  countAttention,
  countEventsNeedingAttention,
  type EventFilter,
  findEvent,
  listEvents,
} from "./list-events";
import { createWebhookProcessor } from "./webhook-processor";

const db = useTestDatabase();
const read = () => db().database.read;
let purchase: PurchaseRow;
let paidEvent: string;

/** A paid purchase's event, and one event of every other status, some at the same millisecond. */
beforeAll(async () => {
  purchase = await givenPurchase(db().database);
  const event = eventOf(purchase, paidUpdates(purchase));
  paidEvent = event.id;
  await createWebhookProcessor(db().database, { livemode: false }).process(event, "webhook");
  const at = new Date("2026-01-01T00:00:00Z");
  const statuses = ["ignored", "ignored", "unmatched", "mismatch", "failed", "dismissed"] as const;
  await read()
    .insert(stripeEvents)
    .values(
      statuses.map((status, index) => ({
        ...{ id: `evt_${index}`, type: "charge.updated", livemode: false, status, reason: status },
        ...{ payload: {}, occurredAt: at, firstReceivedAt: at, processedAt: at },
      })),
    );
});

async function find(filter: { status?: EventFilter; search?: string }): Promise<string[]> {
  const rows = await listEvents(read(), { ...filter, limit: 50 });
  return rows.map(({ id }) => id);
}

describe("the list of events", () => {
  it("leaves out what was ignored unless it is asked for", async () => {
    expect(await find({})).toEqual([paidEvent, "evt_5", "evt_4", "evt_3", "evt_2"]);
    expect(await find({ status: "ignored" })).toEqual(["evt_1", "evt_0"]);
    expect(await find({ status: "all" })).toHaveLength(7);
    expect(await find({ status: "attention" })).toEqual(["evt_4", "evt_3", "evt_2"]);
  });

  it("counts what needs an admin", async () => {
    expect(await countEventsNeedingAttention(read())).toBe(3);
    expect((await countAttention(read())).get("failed")).toBe(1);
  });

  it("shows each event once on pages of one, also those of the same millisecond", async () => {
    const seen: string[] = [];
    for (let before: { at: Date; id: string } | undefined; ; ) {
      const [row] = await listEvents(read(), { status: "all", before, limit: 1 });
      if (!row) break;
      seen.push(row.id);
      before = { at: row.firstReceivedAt, id: row.id };
    }
    expect(seen).toEqual(await find({ status: "all" }));
  });

  it("is searched by type and by every id of the purchase, and by nothing in part", async () => {
    for (const search of [paidEvent, purchase.id, purchase.accountId, `pi_${purchase.id}`]) {
      expect(await find({ search }), search).toEqual([paidEvent]);
    }
    expect(await find({ search: "checkout.session" })).toEqual([paidEvent]);
    expect(await find({ search: "charge.updated", status: "failed" })).toEqual(["evt_4"]);
    for (const search of [newId(), "pi_unknown", "evt_", "nothing%", "_"]) {
      expect(await find({ search }), search).toEqual([]);
    }
  });
});

it.each(["\0", "evt_1\0", "", "x".repeat(300), "evt 1"])(
  "finds nothing for %j, without a fault",
  async (id) => {
    expect(await findEvent(read(), id)).toBeUndefined();
  },
);
