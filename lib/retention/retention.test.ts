import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { schema } from "@/env/schema";
import { newId } from "@/lib/shared/ids";
import { applyRetention } from "./apply-retention";
import { listRetention } from "./list-retention";

const db = useTestDatabase();
const NONE = { eventPayloads: 0, deliveries: 0, mails: 0, reconciliations: 0 };

async function givenEvent(id: string, status: string, ageDays: number): Promise<void> {
  await db().database.read.execute(sql`
    insert into stripe_events (id, type, livemode, occurred_at, object_id, payload, status, reason,
      attempts, first_received_at, processed_at)
    select ${id}, 'checkout.session.completed', false, at, 'cs_1', ${JSON.stringify({
      id,
      type: "checkout.session.completed",
      created: 1,
      data: { object: { id: "cs_1", object: "checkout.session", customer_email: "a@b.example" } },
    })}::jsonb, ${status}::event_status, 'done', 1, at, at
    from (select now() - make_interval(days => ${ageDays}) as at) as given`);
  await db().database.read.execute(sql`
    insert into stripe_deliveries (id, event_id, via, received_at, duration_ms, outcome,
      answered_status, reason)
    values (${newId()}, ${id}, 'webhook', now() - make_interval(days => ${ageDays}), 1, 'processed',
      200, 'done')`);
}

async function payloadOf(id: string): Promise<unknown> {
  const [row] = await db().database.read.execute<{ payload: unknown }>(
    sql`select payload from stripe_events where id = ${id}`,
  );
  return row?.payload;
}

it("removes what is older than its setting in batches, keeps the facts, and what still needs somebody", async () => {
  for (let index = 0; index < 7; index += 1) await givenEvent(`evt_old${index}`, "processed", 91);
  await givenEvent("evt_young", "processed", 89);
  await givenEvent("evt_open", "unmatched", 400);
  const settings = { ...NONE, eventPayloads: 90, deliveries: 180 };
  const { database } = db();

  const removed = await applyRetention(database.read, settings, { batch: 3 });
  expect(removed).toMatchObject({ "payloads of events": 7, deliveries: 1 });
  expect(await payloadOf("evt_old0")).toEqual({
    id: "evt_old0",
    type: "checkout.session.completed",
    created: 1,
    removed: true,
    data: { object: { id: "cs_1", object: "checkout.session" } },
  });
  for (const id of ["evt_young", "evt_open"]) {
    expect(JSON.stringify(await payloadOf(id))).toContain("a@b.example");
  }
  // A second run finds nothing left.
  expect(await applyRetention(database.read, settings, { batch: 3 })).toMatchObject({
    "payloads of events": 0,
    deliveries: 0,
  });
});

it("keeps for ever what is set to 0", async () => {
  await givenEvent("evt_kept", "processed", 5_000);
  const removed = await applyRetention(db().database.read, NONE);
  expect(Object.keys(removed)).toEqual([
    "sessions that ended",
    "quotes",
    "links and codes of mails",
    "counters of limits",
  ]);
  expect(JSON.stringify(await payloadOf("evt_kept"))).toContain("a@b.example");
});

it("tells what is kept for how long, by which setting, and what the last run removed", async () => {
  const settings = { ...NONE, deliveries: 180 };
  await givenEvent("evt_told", "processed", 181);
  const { deliveries } = await applyRetention(db().database.read, settings);
  expect(deliveries).toBeGreaterThan(0);
  const told = await listRetention(db().database.read, settings);
  expect(told).toContainEqual({
    name: "deliveries",
    days: 180,
    setting: "RETENTION_DELIVERIES_DAYS",
    lastRun: expect.objectContaining({ removed: deliveries, finishedAt: expect.any(Date) }),
  });
  expect(told).toContainEqual(expect.objectContaining({ name: "mails", days: 0 }));
  for (const { setting } of told) {
    if (setting) expect(Object.keys(schema.shape)).toContain(setting);
  }
});
