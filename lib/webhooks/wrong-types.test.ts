import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { POST } from "@/app/api/v1/billing/credits/webhook/route";
import { database } from "@/db/client";
import { signatureHeader } from "@/dev/test/kits/billing/signed";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { env } from "@/env";
import { verifyLedger } from "@/lib/ledger/verify";
import { newId } from "@/lib/shared/ids";

const stage = useBillingStage();
const WRONG = [null, "x", "\0", -1.5, 1e300, true, [], {}, [{ amount: "x" }], { id: 5 }] as const;
const FIELDS = ["id", "amount", "created", "currency", "status", "payment_intent", "charge"];

let dispute: Stripe.Event;

beforeAll(async () => {
  // The route takes the database of the process.
  vi.stubEnv("DATABASE_URL", stage.databaseUrl);
  const [created] = await stage.dispute(await stage.buy());
  if (!created) throw new Error("Stripe told of no dispute.");
  dispute = created;
});
afterAll(() => database().close());
afterEach(async () => {
  await stage.stripe.recover();
});

/** Signs an event with one field changed, and sends it. @returns the answer's status */
async function send(field: string, value: unknown): Promise<number> {
  const object = { ...dispute.data.object, [field]: value };
  const id = `evt_${newId().replaceAll("-", "")}`;
  const body = JSON.stringify({ ...dispute, id, data: { object } });
  const { webhookSecrets: secrets } = env().stripe;
  const headers = { "stripe-signature": signatureHeader(body, { secrets }) };
  const url = "http://localhost:3000/api/v1/billing/credits/webhook";
  return (await POST(new Request(url, { method: "POST", body, headers }))).status;
}

describe("a signed dispute with wrong types", () => {
  it.each([...FIELDS, "balance_transactions", "evidence_details"])(
    "is no fault of ours, and leaves the ledger sound: %s",
    async (field) => {
      for (const value of WRONG) {
        const status = await send(field, value);
        expect([field, value, status < 500]).toEqual([field, value, true]);
      }
      expect((await verifyLedger(stage.database)).fault).toBeUndefined();
    },
  );

  it("is kept as failed with the field's name, and answered 400", async () => {
    expect(await send("amount", "a lot")).toBe(400);
    const [event] = await stage.database.read.query.stripeEvents.findMany({
      where: (table, { eq }) => eq(table.status, "failed"),
      orderBy: (table, { desc }) => desc(table.firstReceivedAt),
      limit: 1,
    });
    expect(event?.reason).toContain("a field of a wrong type: amount");
  });
});
