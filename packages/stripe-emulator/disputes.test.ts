import type Stripe from "stripe";
import { beforeEach, describe, expect, it } from "vitest";
import { createSession, useEmulator } from "./testing/use-emulator";

const emulator = useEmulator();
let charge: string;

beforeEach(async () => {
  const { id } = await createSession(emulator().stripe);
  await emulator().control(`sessions/${id}/pay`);
  const session = await emulator().stripe.checkout.sessions.retrieve(id);
  const intent = String(session.payment_intent);
  charge = String((await emulator().stripe.paymentIntents.retrieve(intent)).latest_charge);
});

function dispute(body: object = {}): Promise<Stripe.Dispute> {
  return emulator().control(`charges/${charge}/dispute`, body);
}

describe("evidence", () => {
  it("with submit=false is kept for later, and the bank hears nothing", async () => {
    const { id } = await dispute();
    const saved = await emulator().stripe.disputes.update(id, {
      evidence: { access_activity_log: "2026-11-01 10.0.0.1", customer_name: "Bea" },
      submit: false,
    });
    expect(saved).toMatchObject({
      status: "needs_response",
      evidence: { access_activity_log: "2026-11-01 10.0.0.1", customer_name: "Bea", receipt: null },
      evidence_details: {
        has_evidence: true,
        submission_count: 0,
        submission_method: "not_submitted",
      },
    });
    expect((await emulator().eventTypes()).at(-1)).toBe("charge.dispute.updated");
  });

  it("is added to what was saved, and an empty text takes a field away", async () => {
    const { id } = await dispute();
    const { disputes } = emulator().stripe;
    await disputes.update(id, { evidence: { customer_name: "Bea", receipt: "" }, submit: false });
    const both = await disputes.update(id, {
      evidence: { customer_name: "", customer_email_address: "a@example.com" },
      submit: false,
    });
    expect(both.evidence).toMatchObject({
      customer_name: null,
      customer_email_address: "a@example.com",
    });
  });

  it("goes to the bank by default, with what was saved before", async () => {
    const { id } = await dispute();
    const { disputes } = emulator().stripe;
    await disputes.update(id, { evidence: { customer_name: "Bea" }, submit: false });
    expect(await disputes.update(id, {})).toMatchObject({
      status: "under_review",
      evidence: { customer_name: "Bea" },
      evidence_details: { submission_count: 1, submission_method: "manual" },
    });
  });

  it("that Stripe wouldn't take is refused and changes nothing", async () => {
    const { id } = await dispute();
    const { disputes } = emulator().stripe;
    await expect(
      disputes.update(id, { evidence: { unknown_field: "x" } as object, submit: false }),
    ).rejects.toMatchObject({ statusCode: 400, code: "parameter_unknown" });
    await expect(
      disputes.update(id, { evidence: { uncategorized_text: "x".repeat(150_001) }, submit: false }),
    ).rejects.toMatchObject({ statusCode: 400 });
    await emulator().control(`disputes/${id}/close`, { status: "lost" });
    await expect(
      disputes.update(id, { evidence: { customer_name: "Bea" }, submit: false }),
    ).rejects.toMatchObject({ statusCode: 400 });
    expect((await disputes.retrieve(id)).evidence_details.has_evidence).toBe(false);
  });
});

describe("a dispute that was prevented", () => {
  it("is closed from the start, with the money withdrawn and no answer possible", async () => {
    const { id } = await dispute({ kind: "prevented" });
    const prevented = await emulator().stripe.disputes.retrieve(id);
    expect(prevented).toMatchObject({
      status: "prevented",
      is_charge_refundable: false,
      evidence_details: { due_by: 0 },
    });
    expect(prevented.balance_transactions.map(({ amount }) => amount)).toEqual([-1_000]);
    expect((await emulator().eventTypes()).slice(-2)).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
    ]);
    await expect(
      emulator().stripe.disputes.update(id, { evidence: { customer_name: "Bea" } }),
    ).rejects.toMatchObject({ statusCode: 400 });
  });

  it("may also have moved no money", async () => {
    const { id } = await dispute({ kind: "prevented", withdrawn: false });
    expect(await emulator().stripe.disputes.retrieve(id)).toMatchObject({
      status: "prevented",
      balance_transactions: [],
    });
    expect((await emulator().eventTypes()).at(-1)).toBe("charge.dispute.created");
  });
});
