import type Stripe from "stripe";
import { beforeAll, describe, expect, it } from "vitest";
import { type OpenPurchase, useBillingStage } from "@/dev/test/kits/billing-stage";
import { spend } from "@/dev/test/kits/ledger/commands";
import { createApiKey } from "@/lib/access/api-keys";
import { startSession } from "@/lib/access/sessions";
import type { Command } from "@/lib/ledger/commands";
import { commit } from "@/lib/ledger/commit";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { findDispute, listDisputes } from "./list-disputes";
import { readEvidence } from "./read-evidence";
import { saveDisputeEvidence } from "./save-evidence";

const stage = useBillingStage();
const admin = newId();
let keyActor: string;
let purchase: OpenPurchase;
let disputeId: string;

/** Two purchases of one customer; of the first, 300 credits were used by a key, then it is disputed. */
beforeAll(async () => {
  const user = await stage.buyer();
  const { database } = stage;
  await startSession(database.read, {
    ...{ userId: user.id, method: "password" },
    origin: { ip: "198.51.100.1", userAgent: "Firefox" },
  });
  const key = await createApiKey(database, user.id, {
    name: "Production",
    scopes: ["credits:spend"],
  });
  keyActor = `key:${key.id}`;
  purchase = await stage.buy("starter", user);
  await stage.buy("standard", user);
  await use(300);
  disputeId = await disputeOf(purchase);
});

/** Credits of the customer are used through the API. */
async function use(credits: number): Promise<void> {
  const command: Command = spend(purchase.user.accountId, credits, {
    actor: keyActor,
    source: { type: "service", id: "chat" },
    metadata: { model: "gpt-5", reference: "req-1", client_ip: "203.0.113.7" },
  });
  const [outcome] = await stage.database.transaction((tx) => commit(tx, [command]));
  expect(outcome?.status).toBe("done");
}

async function disputeOf(disputed: OpenPurchase): Promise<string> {
  const [created, ...others] = await stage.dispute(disputed);
  if (!created) throw new Error("Stripe told of no dispute.");
  await stage.deliver(created, ...others);
  return (created.data.object as Stripe.Dispute).id;
}

async function evidenceOf(id: string) {
  const found = await findDispute(stage.database.read, id);
  if (!found) throw new Error(`There is no dispute ${id}.`);
  return readEvidence(stage.database.read, found);
}

function atStripe(id: string): Promise<Stripe.Dispute> {
  return stage.stripe.get(`disputes/${id}`);
}

describe("the evidence of a dispute", () => {
  it("traces the disputed payment's own credits to each use, with time, key and address", async () => {
    const evidence = await evidenceOf(disputeId);
    expect(evidence).toMatchObject({
      paymentId: await stage.paymentOf(purchase),
      granted: wholeCredits(1_000),
      customer: { email: purchase.user.email },
      usages: [
        {
          ...{ amount: wholeCredits(300), service: "chat", model: "gpt-5", reference: "req-1" },
          ...{ key: expect.stringMatching(/^Production \(occ_/), address: "203.0.113.7" },
        },
      ],
      signIns: [{ method: "password", address: "198.51.100.1", browser: "Firefox" }],
    });
  });

  it("leaves out what was used of other payments", async () => {
    await use(5_000 - 300);
    const amounts = (await evidenceOf(disputeId)).usages.map(({ amount }) => amount);
    expect(amounts).toEqual([wholeCredits(300)]);
  });

  it("is saved at Stripe, not submitted, and an admin's name stands in the audit log", async () => {
    await saveDisputeEvidence(stage.database, { disputeId, admin });
    expect(await atStripe(disputeId)).toMatchObject({
      status: "needs_response",
      evidence: {
        customer_email_address: purchase.user.email,
        customer_purchase_ip: "198.51.100.1",
        access_activity_log: expect.stringContaining("| 300 | chat gpt-5 | Production"),
      },
      evidence_details: { has_evidence: true, submission_count: 0 },
    });
    // Saving again replaces it.
    await saveDisputeEvidence(stage.database, { disputeId, admin });
    expect((await atStripe(disputeId)).evidence_details.submission_count).toBe(0);
  });

  it("isn't saved when Stripe can't be asked, or knows that the dispute is over", async () => {
    const match = `POST /v1/disputes/${disputeId}`;
    await stage.fault({ match, next: 2, kind: "status", status: 500 });
    await expect(saveDisputeEvidence(stage.database, { disputeId, admin })).rejects.toMatchObject({
      code: "payment_provider_unavailable",
    });
    await stage.stripe.recover();
    const events = await stage.closeDispute(disputeId, "lost");
    await expect(saveDisputeEvidence(stage.database, { disputeId, admin })).rejects.toMatchObject({
      code: "conflict",
      detail: expect.stringContaining("already lost"),
    });
    await stage.deliver(...events);
    await expect(saveDisputeEvidence(stage.database, { disputeId, admin })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("of a dispute that doesn't exist can't be made", async () => {
    await expect(
      saveDisputeEvidence(stage.database, { disputeId: "du_none", admin }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the list of disputes", () => {
  it("shows customer, amount, reason and the date by which the bank wants an answer", async () => {
    const other = await stage.buy();
    const id = await disputeOf(other);
    // Stripe's seconds are the same for disputes of one second, so it needn't be the first.
    const listed = await listDisputes(stage.database.read, { limit: 2 });
    const atBank = await atStripe(id);
    expect(listed.find(({ dispute }) => dispute.id === id)).toMatchObject({
      email: other.user.email,
      purchase: { id: other.id },
      dispute: {
        ...{ id, amountMinor: 1_000, currency: "usd", reason: "fraudulent" },
        respondBy: new Date(Number(atBank.evidence_details.due_by) * 1000),
      },
    });
  });

  it("filters by what is to be done, and pages without losing or repeating any", async () => {
    const { read } = stage.database;
    await disputeOf(await stage.buy());
    const waiting = await listDisputes(read, { filter: "waiting", limit: 10 });
    expect(waiting.map(({ dispute }) => dispute.status)).toEqual(Array(2).fill("needs_response"));
    const closed = await listDisputes(read, { filter: "closed", limit: 10 });
    expect(closed.map(({ dispute }) => dispute.id)).toEqual([disputeId]);
    const all = await listDisputes(read, { limit: 10 });
    const paged: string[] = [];
    for (let before: { at: Date; id: string } | undefined; ; ) {
      const [row] = await listDisputes(read, { before, limit: 1 });
      if (!row) break;
      paged.push(row.dispute.id);
      before = { at: row.dispute.createdAt, id: row.dispute.id };
    }
    expect(paged).toEqual(all.map(({ dispute }) => dispute.id));
  });
});

it.each(["\0", "du_1\0", "", "x".repeat(300)])(
  "finds no dispute for %j, without a fault",
  async (id) => {
    expect(await findDispute(stage.database.read, id)).toBeUndefined();
  },
);
