import fc from "fast-check";
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { stripeEvents } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { recordEvents } from "@/lib/webhooks/record-events";
import { HANDLED_EVENTS } from "./events";
import { type ParsedEvent, parseEvent } from "./parsed-event";

const AT = new Date("2026-03-01T12:00:00.000Z");
const created = AT.getTime() / 1000;

function anEvent(type: string, object: unknown, id = "evt_1"): Stripe.Event {
  const event = { id, object: "event", type, created, livemode: false, data: { object } };
  return event as unknown as Stripe.Event;
}

describe("an event that was signed", () => {
  it("is read whatever it says: never an exception, which would leave no trace of it", () => {
    const parts = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom("paid", "complete", "succeeded", "lost", "pi_1"),
    );
    const object = fc.record(
      Object.fromEntries(
        "id status payment_status payment_intent charge amount amount_refunded currency metadata total_details created balance_transactions"
          .split(" ")
          .map((name) => [name, parts]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.constantFrom(...HANDLED_EVENTS), object, (type, value) => {
        expect(["updates", "ignore", "unreadable"]).toContain(
          parseEvent(anEvent(type, value)).content.kind,
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it("in a state that isn't known here is unreadable, and says so", () => {
    const { content } = parseEvent(
      anEvent("refund.updated", { id: "re_1", status: "evaporated", created, amount: 1 }),
    );
    expect(content).toEqual({
      kind: "unreadable",
      reason: "Stripe spoke of a refund status that isn't known here: evaporated",
    });
  });

  it("of a dispute says what was withdrawn and what was reinstated, each by itself", () => {
    const prevented = (amounts: number[]) =>
      parseEvent(
        anEvent("charge.dispute.created", {
          id: "du_1",
          status: "prevented",
          amount: 1000,
          currency: "usd",
          created,
          charge: "ch_1",
          payment_intent: "pi_1",
          balance_transactions: amounts.map((amount) => ({ amount })),
        }),
      ).content;
    const moved = (withdrawnMinor: number, reinstatedMinor: number) => ({
      updates: [
        { status: "prevented", withdrawnMinor, reinstatedMinor, asOf: new Date(created * 1000) },
      ],
    });
    expect(prevented([])).toMatchObject(moved(0, 0));
    expect(prevented([-1000])).toMatchObject(moved(1000, 0));
    expect(prevented([-1000, 1000])).toMatchObject(moved(1000, 1000));
  });

  it("names an object only by what can be an id", () => {
    const objectIdOf = (id: unknown) => parseEvent(anEvent("x", { id })).objectId;
    expect(objectIdOf("cs_test_a1B2")).toBe("cs_test_a1B2");
    for (const id of [undefined, 1, "", "a\0b", "x".repeat(256)]) expect(objectIdOf(id)).toBeNull();
  });
});

describe("a payload", () => {
  const db = useTestDatabase();
  const store = async (event: ParsedEvent) => {
    await db().database.transaction((tx) =>
      recordEvents(
        tx,
        [
          {
            event,
            status: "ignored",
            reason: "Stored.",
            key: undefined,
            receivedAt: AT,
          },
        ],
        AT,
      ),
    );
    const rows = await db().database.read.select().from(stripeEvents);
    return rows.find((row) => row.id === event.id)?.payload;
  };

  it("with NUL and half surrogate pairs, in values and in names, is stored", async () => {
    const object = {
      name: "Bea\0 \ud83d Miller \udc00",
      "k\0ey\ud800": [{ deep: "\0" }],
      text: "a \\u0000 that is only text, and a whole 😀",
    };
    expect(await store(parseEvent(anEvent("customer.created", object)))).toMatchObject({
      data: {
        object: {
          name: "Bea\ufffd \ufffd Miller \ufffd",
          "k\ufffdey\ufffd": [{ deep: "\ufffd" }],
          text: "a \\u0000 that is only text, and a whole 😀",
        },
      },
    });
  });

  it("that nests as deep as a megabyte can is stored, within the depth that jsonb takes", async () => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      const levels = Math.floor(999_000 / (open.length + close.length));
      const object = JSON.parse(
        `{"id":"cs_1","deep":${open.repeat(levels)}1${close.repeat(levels)}}`,
      );
      const event = anEvent("customer.created", object, `evt_deep_${open.length}`);
      const stored = await store(parseEvent(event));
      expect(stored).toMatchObject({ data: { object: { id: "cs_1" } } });
      expect(JSON.stringify(stored)).toContain("[nested too deep]");
    }
  });

  it("of any shape is stored, and comes back the same when all of it can be", async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: "binary", maxDepth: 4 }), async (value) => {
        count += 1;
        const event = parseEvent(anEvent("customer.created", { value }, `evt_any_${count}`));
        expect(JSON.stringify(await store(event))).toHaveLength(
          JSON.stringify(event.payload).length,
        );
      }),
      { numRuns: 60 },
    );
  });
});
