import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditLog, creditAccounts, purchases, stripeDeliveries, users } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { givenPurchase, sessionEventPayload } from "@/dev/test/kits/billing/purchases";
import { useStripe } from "@/dev/test/kits/billing/stripe";
import { createUser } from "@/lib/access/users";
import { keyOf, type PurchaseRow } from "@/lib/purchases/purchase";
import { newId } from "@/lib/shared/ids";
import { parseStoredEvent } from "@/lib/stripe/parsed-event";
import { countEventsNeedingAttention } from "@/lib/webhooks/list-events";
import { createWebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { suggestResolution } from "./resolution-options";
import {
  acceptAmount,
  dismissEvent,
  recreatePurchase,
  reprocessEvent,
  restoreUser,
} from "./resolve";

const by = { admin: newId(), reason: "Mrs. Miller called" };

describe("resolving a mismatch", () => {
  const db = useTestDatabase();
  useStripe();
  const webhookProcessor = () => createWebhookProcessor(db().database, { livemode: false });
  const balanceOf = async (accountId: string) => {
    const [account] = await db()
      .database.read.select({ balance: creditAccounts.balance })
      .from(creditAccounts)
      .where(eq(creditAccounts.id, accountId));
    return account?.balance ?? 0n;
  };
  const statusOf = async (purchaseId: string) => {
    const [purchase] = await db()
      .database.read.select({ status: purchases.status })
      .from(purchases)
      .where(eq(purchases.id, purchaseId));
    return purchase?.status;
  };
  const arrive = async (payload: Record<string, unknown>) => {
    const event = parseStoredEvent(payload);
    const deliveryResult = await webhookProcessor().process(event, "webhook");
    return { eventId: event.id, ...deliveryResult };
  };
  /** Three admins at once, then one more. */
  const processAgain = async (eventId: string) => {
    const again = () =>
      reprocessEvent(db().database, webhookProcessor(), { eventId, admin: by.admin });
    await Promise.all([again(), again(), again()]);
    return again();
  };
  const traces = (targetId: string) =>
    db()
      .database.read.select({
        actor: auditLog.actor,
        action: auditLog.action,
        details: auditLog.details,
      })
      .from(auditLog)
      .where(eq(auditLog.targetId, targetId));

  it("by dismissing: the event needs no admin any more, no credits move, and a repetition changes nothing", async () => {
    const purchase = await givenPurchase(db().database);
    const payload = sessionEventPayload(purchase, { amount_subtotal: 900 });
    const { eventId } = await arrive(payload);
    expect(await statusOf(purchase.id)).toBe("in_review");
    const needing = () => countEventsNeedingAttention(db().database.read);
    const before = await needing();
    const dismissal = { eventId, ...by };
    await expect(dismissEvent(db().database, { ...dismissal, reason: " " })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await dismissEvent(db().database, dismissal);
    expect(await needing()).toBe(before - 1);
    expect(await statusOf(purchase.id)).toBe("failed");
    expect((await arrive(payload)).outcome).toBe("duplicate");
    await expect(dismissEvent(db().database, dismissal)).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await balanceOf(purchase.accountId)).toBe(0n);
    expect(await traces(eventId)).toContainEqual({
      actor: by.admin,
      action: "event.dismiss",
      details: { status: "mismatch", reason: by.reason },
    });
    // Processed again, it needs an admin as before.
    expect((await processAgain(eventId)).outcome).toBe("mismatch");
    expect([await needing(), await statusOf(purchase.id)]).toEqual([before, "in_review"]);
    await acceptAmount(db().database, {
      ...keyOf(purchase),
      ...by,
      amountMinor: 900,
      currency: "usd",
    });
    expect((await processAgain(eventId)).outcome).toBe("processed");
    expect(await balanceOf(purchase.accountId)).toBe(1_000_000_000n);
  });

  it("of an amount: nobody accepts one for a purchase of their own", async () => {
    const purchase = await givenPurchase(db().database);
    await arrive(sessionEventPayload(purchase, { amount_subtotal: 900 }));
    const [buyer] = await db()
      .database.read.select({ id: users.id })
      .from(users)
      .where(eq(users.accountId, purchase.accountId));
    const accepted = { ...keyOf(purchase), ...by, amountMinor: 900, currency: "usd" };
    await expect(
      acceptAmount(db().database, { ...accepted, admin: buyer?.id ?? "nobody" }),
    ).rejects.toMatchObject({ code: "forbidden" });
    expect(await statusOf(purchase.id)).toBe("in_review");
  });

  it("of an amount: nothing is credited until an admin accepts it, and then once", async () => {
    const purchase = await givenPurchase(db().database);
    const { eventId, outcome } = await arrive(
      sessionEventPayload(purchase, { amount_subtotal: 900 }),
    );
    expect(outcome).toBe("mismatch");
    expect((await processAgain(eventId)).outcome).toBe("mismatch");
    expect(await balanceOf(purchase.accountId)).toBe(0n);
    await acceptAmount(db().database, {
      ...keyOf(purchase),
      ...by,
      amountMinor: 900,
      currency: "usd",
    });
    expect((await processAgain(eventId)).outcome).toBe("processed");
    expect(await balanceOf(purchase.accountId)).toBe(1_000_000_000n);
    expect(await traces(purchase.id)).toEqual([
      {
        actor: by.admin,
        action: "purchase.accept_amount",
        details: { ordered: "$10.00", accepted: "$9.00", reason: by.reason },
      },
    ]);
    await expect(
      acceptAmount(db().database, { ...keyOf(purchase), ...by, amountMinor: 1, currency: "usd" }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("of a deleted user", async () => {
    const purchase = await givenPurchase(db().database);
    const isUser = eq(users.id, purchase.userId);
    await db().database.read.update(users).set({ deletedAt: new Date() }).where(isUser);
    const { eventId, reason } = await arrive(sessionEventPayload(purchase));
    expect(reason).toMatch(/deleted/);
    await restoreUser(db().database, { userId: purchase.userId, ...by });
    expect((await processAgain(eventId)).outcome).toBe("processed");
    expect(await balanceOf(purchase.accountId)).toBe(1_000_000_000n);
    const [user] = await db().database.read.select().from(users).where(isUser);
    expect(user?.deletedAt).toBeNull();
    expect((await traces(purchase.userId)).map((trace) => trace.action)).toEqual(["user.restore"]);
  });

  it("of a payment whose purchase is missing: it credits the user chosen, once", async () => {
    const lost = { accountId: newId(), id: newId(), amountMinor: 1000, currency: "usd" };
    const { eventId, outcome } = await arrive(sessionEventPayload(lost));
    expect(outcome).toBe("unmatched");
    const user = await createUser(db().database, {
      email: "found@example.com",
      name: "Fay",
      emailVerified: true,
    });
    const recreate = () =>
      recreatePurchase(db().database, { eventId, userId: user.id, packCode: "starter", ...by });
    await expect(
      recreatePurchase(db().database, { eventId, userId: user.id, packCode: "pro", ...by }),
    ).rejects.toMatchObject({
      code: "conflict",
      detail: "$10.00 was paid, which is the price of Starter Pack. Choose that pack.",
    });
    // Nobody decides that a payment was their own.
    await expect(
      recreatePurchase(db().database, {
        ...{ eventId, userId: user.id, packCode: "starter" },
        ...{ ...by, admin: user.id },
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
    const tries = await Promise.allSettled([recreate(), recreate(), recreate()]);
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect((await processAgain(eventId)).outcome).toBe("processed");
    expect(await balanceOf(user.accountId)).toBe(1_000_000_000n);
    expect(await balanceOf(lost.accountId)).toBe(0n);
    const [purchase] = await db()
      .database.read.select()
      .from(purchases)
      .where(and(eq(purchases.accountId, user.accountId), eq(purchases.id, lost.id)));
    expect(purchase).toMatchObject({
      status: "completed",
      packCode: "starter",
      sessionId: `cs_${lost.id}`,
    });
    await expect(recreate()).rejects.toMatchObject({ code: "conflict" });
  });

  it("by dismissing holds for a second event of the same payment, too", async () => {
    const purchase = await givenPurchase(db().database);
    const payload = sessionEventPayload(purchase, { amount_subtotal: 900 });
    const { eventId } = await arrive(payload);
    await dismissEvent(db().database, { eventId, ...by });
    const second = {
      ...sessionEventPayload(purchase),
      type: "checkout.session.async_payment_succeeded",
    };
    expect(await arrive(second)).toMatchObject({
      outcome: "mismatch",
      reason: expect.stringContaining("closed this purchase"),
    });
    expect(await balanceOf(purchase.accountId)).toBe(0n);
    expect(await statusOf(purchase.id)).toBe("failed");
  });

  it("of a missing purchase suggests a pack of the currency that was paid, and no other", async () => {
    const suggest = async (currency: string) => {
      const lost = { accountId: newId(), id: newId(), amountMinor: 1000, currency };
      const { eventId } = await arrive(sessionEventPayload(lost));
      return suggestResolution(db().database.read, eventId);
    };
    expect(await suggest("usd")).toMatchObject({ kind: "recreate", packCode: "starter" });
    expect(await suggest("eur")).toMatchObject({
      kind: "recreate",
      amountMinor: 1000,
      currency: "eur",
      packCode: undefined,
    });
  });

  it("is safe for an event that was processed long ago", async () => {
    const purchase = await givenPurchase(db().database);
    const { eventId } = await arrive(sessionEventPayload(purchase));
    for (let times = 0; times < 3; times += 1) await processAgain(eventId);
    expect(await balanceOf(purchase.accountId)).toBe(1_000_000_000n);
    const deliveries = await db()
      .database.read.select({ via: stripeDeliveries.via })
      .from(stripeDeliveries)
      .where(eq(stripeDeliveries.eventId, eventId));
    expect(deliveries).toHaveLength(1 + 3 * 4);
  });

  it("needs a reason, and something that is there", async () => {
    const purchase = await givenPurchase(db().database);
    const { database } = db();
    const wrongs: [() => Promise<unknown>, string][] = [
      [
        () => restoreUser(database, { userId: purchase.userId, ...by, reason: " " }),
        "invalid_input",
      ],
      [() => restoreUser(database, { userId: purchase.userId, ...by }), "conflict"],
      [() => restoreUser(database, { userId: "nobody", ...by }), "not_found"],
      [
        () =>
          acceptAmount(database, { ...keyOf(purchase), ...by, amountMinor: 0, currency: "usd" }),
        "invalid_input",
      ],
      [
        () =>
          acceptAmount(database, { ...keyOf(purchase), ...by, amountMinor: 5, currency: "USD" }),
        "invalid_input",
      ],
      [
        () =>
          reprocessEvent(database, webhookProcessor(), { eventId: "evt_none", admin: by.admin }),
        "not_found",
      ],
    ];
    for (const [wrong, code] of wrongs) await expect(wrong()).rejects.toMatchObject({ code });
    const [same] = await database.read
      .select()
      .from(purchases)
      .where(eq(purchases.id, purchase.id));
    expect(same satisfies PurchaseRow | undefined).toEqual(purchase);
  });
});
