"use server";

import { revalidatePath } from "next/cache";
import { requireActor } from "@/lib/access";
import { requireRecentActor } from "@/lib/access/require";
import { findUserByEmail, type User } from "@/lib/access/users";
import { type FormState, textOf } from "@/lib/api/form-state";
import { toStaffFormState } from "@/lib/api/staff-form-state";
import {
  acceptAmount,
  dismissEvent,
  recreatePurchase,
  reprocessEvent,
  restoreUser,
} from "@/lib/exceptions/resolve";
import { enqueue } from "@/lib/queue/enqueue";
import { database } from "@/lib/runtime/database";
import { isProductError, ProductError } from "@/lib/shared/errors";
import type { DeliveryResult } from "@/lib/webhooks/process-batch";
import { webhookProcessor } from "@/lib/webhooks/receive-webhook";

/** What a form about an event shows: also what became of the event. */
export interface EventFormState extends FormState {
  readonly outcome?: string;
  /** Whether nothing is in its way any more. */
  readonly processed?: boolean;
}

/** Has everything of the last 30 days compared with Stripe, as soon as a worker is free. */
export async function compareNow(): Promise<void> {
  const admin = await requireActor("reconciliation.run");
  await database().transaction((tx) =>
    enqueue(tx, [{ queue: "reconcile-full", data: { startedBy: admin.id } }]),
  );
}

/** Runs an event once more. Safe at any time: what was done is not done again. */
export async function processAgain(_: EventFormState, form: FormData): Promise<EventFormState> {
  const admin = await requireActor("events.resolve");
  return run(form, { user: admin, action: "event.reprocess" }, async () => {});
}

/** Credits the order for the amount that was really paid, on an admin's word. */
export async function acceptPaidAmount(_: EventFormState, form: FormData): Promise<EventFormState> {
  const admin = await requireRecentActor(pathOf(form), "payments.resolve");
  return run(form, { user: admin, action: "purchase.accept_amount" }, () =>
    acceptAmount(database(), {
      accountId: textOf(form, "account"),
      purchaseId: textOf(form, "purchase"),
      amountMinor: Number(form.get("amount")),
      currency: textOf(form, "currency"),
      reason: textOf(form, "reason"),
      admin: admin.id,
    }),
  );
}

/** Lets the deleted buyer back in. */
export async function restoreBuyer(_: EventFormState, form: FormData): Promise<EventFormState> {
  const admin = await requireRecentActor(pathOf(form), "users.manage");
  return run(form, { user: admin, action: "user.restore" }, () =>
    restoreUser(database(), {
      userId: textOf(form, "user"),
      reason: textOf(form, "reason"),
      admin: admin.id,
    }),
  );
}

/** Makes the order that a payment is missing. */
export async function adopt(_: EventFormState, form: FormData): Promise<EventFormState> {
  const admin = await requireRecentActor(pathOf(form), "payments.resolve");
  const eventId = textOf(form, "event");
  return run(form, { user: admin, action: "purchase.recreate" }, async () => {
    const userId = await findUserId(textOf(form, "user"));
    await recreatePurchase(database(), {
      eventId,
      userId,
      packCode: textOf(form, "pack"),
      reason: textOf(form, "reason"),
      admin: admin.id,
    });
  });
}

/** Takes an event off the list of what needs an admin. */
export async function dismiss(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireActor("events.resolve");
  const eventId = textOf(form, "event");
  const reason = textOf(form, "reason");
  const target = { type: "stripe_event", id: eventId };
  const attempt = { user: admin, action: "event.dismiss", target };
  const state = await toStaffFormState(attempt, { reason }, () =>
    dismissEvent(database(), { eventId, reason, admin: admin.id }),
  );
  revalidatePath(`/admin/credits/webhooks/${eventId}`);
  return state;
}

/** Where a form about an event stands. */
function pathOf(form: FormData): string {
  return `/admin/credits/webhooks/${encodeURIComponent(textOf(form, "event"))}`;
}

/** Resolves the cause, then processes the event again: one step for the admin. */
async function run(
  form: FormData,
  attempt: { readonly user: User; readonly action: string },
  resolve: () => Promise<void>,
): Promise<EventFormState> {
  const eventId = textOf(form, "event");
  let deliveryResult: DeliveryResult | undefined;
  const typed = { user: textOf(form, "user"), reason: textOf(form, "reason") };
  const target = { type: "stripe_event", id: eventId };
  const state = await toStaffFormState({ ...attempt, target }, typed, async () => {
    await resolve();
    deliveryResult = await process(eventId, attempt.user.id);
  });
  revalidatePath(`/admin/credits/webhooks/${eventId}`);
  return {
    ...state,
    outcome: deliveryResult?.reason,
    processed: deliveryResult?.outcome === "processed",
  };
}

async function process(eventId: string, admin: string): Promise<DeliveryResult> {
  try {
    return await reprocessEvent(database(), webhookProcessor(), { eventId, admin });
  } catch (error) {
    if (isProductError(error)) throw error;
    // The inbox has recorded and logged it; the page shows it among the deliveries.
    throw new ProductError("conflict", {
      detail: "It failed again; see the newest delivery below for the reason.",
      cause: error,
    });
  }
}

/** An admin knows people by their e-mail; an account's page shows the id. */
async function findUserId(text: string): Promise<string> {
  if (!text.includes("@")) return text;
  const person = await findUserByEmail(database().read, text);
  if (person) return person.id;
  throw new ProductError("not_found", { detail: `No user has the email ${text}.` });
}
