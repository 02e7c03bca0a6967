"use server";

import { revalidatePath } from "next/cache";
import { requireActor } from "@/lib/access";
import { inbox } from "@/lib/billing/inbox/webhook";
import {
  acceptAmount,
  adoptPayment,
  dismissEvent,
  reprocessEvent,
  restorePerson,
  setPackActive,
} from "@/lib/billing/mend/mend";
import { database } from "@/lib/database";
import { ProductError } from "@/lib/errors";
import { type FormState, toFormState } from "@/lib/http/form-state";
import { enqueue } from "@/lib/jobs/enqueue";

/** What a form about an event shows: also what became of the event. */
export interface EventFormState extends FormState {
  readonly outcome?: string;
}

/** Has everything of the last 30 days compared with Stripe, as soon as a worker is free. */
export async function compareNow(): Promise<void> {
  const admin = await requireActor("admin");
  await database().transaction((tx) =>
    enqueue(tx, [{ queue: "reconcile-full", data: { startedBy: admin.id } }]),
  );
}

/** Runs an event once more. Safe at any time: what was done is not done again. */
export async function processAgain(_: EventFormState, form: FormData): Promise<EventFormState> {
  const admin = await requireActor("admin");
  return run(String(form.get("event")), admin.id, async () => {});
}

/** Credits the order for the amount that was really paid, on an admin's word. */
export async function acceptPaidAmount(_: EventFormState, form: FormData): Promise<EventFormState> {
  const admin = await requireActor("admin");
  return run(String(form.get("event")), admin.id, () =>
    acceptAmount(database(), {
      accountId: String(form.get("account")),
      purchaseId: String(form.get("purchase")),
      amountMinor: Number(form.get("amount")),
      currency: String(form.get("currency")),
      reason: String(form.get("reason") ?? ""),
      admin: admin.id,
    }),
  );
}

/** Lets the deleted buyer back in. */
export async function restoreBuyer(_: EventFormState, form: FormData): Promise<EventFormState> {
  const admin = await requireActor("admin");
  return run(String(form.get("event")), admin.id, () =>
    restorePerson(database(), {
      userId: String(form.get("user")),
      reason: String(form.get("reason") ?? ""),
      admin: admin.id,
    }),
  );
}

/** Puts the retired pack back on sale. */
export async function reactivatePack(_: EventFormState, form: FormData): Promise<EventFormState> {
  const admin = await requireActor("admin");
  return run(String(form.get("event")), admin.id, () =>
    setPackActive(database(), {
      packCode: String(form.get("pack")),
      active: true,
      reason: String(form.get("reason") ?? ""),
      admin: admin.id,
    }),
  );
}

/** Makes the order that a payment is missing. */
export async function adopt(_: EventFormState, form: FormData): Promise<EventFormState> {
  const admin = await requireActor("admin");
  const eventId = String(form.get("event"));
  return run(eventId, admin.id, async () => {
    await adoptPayment(database(), {
      eventId,
      userId: String(form.get("user") ?? "").trim(),
      packCode: String(form.get("pack")),
      reason: String(form.get("reason") ?? ""),
      admin: admin.id,
    });
  });
}

/** Takes an event off the list of what needs an admin. */
export async function dismiss(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireActor("admin");
  const eventId = String(form.get("event"));
  const reason = String(form.get("reason") ?? "");
  const state = await toFormState({ reason }, () =>
    dismissEvent(database(), { eventId, reason, admin: admin.id }),
  );
  revalidatePath(`/admin/credits/webhooks/${eventId}`);
  return state;
}

/** Mends the cause, then processes the event again: one step for the admin. */
async function run(
  eventId: string,
  admin: string,
  mend: () => Promise<void>,
): Promise<EventFormState> {
  let outcome: string | undefined;
  const state = await toFormState({}, async () => {
    await mend();
    outcome = await process(eventId, admin);
  });
  revalidatePath(`/admin/credits/webhooks/${eventId}`);
  return { ...state, outcome };
}

async function process(eventId: string, admin: string): Promise<string> {
  try {
    return (await reprocessEvent(database(), inbox(), { eventId, admin })).reason;
  } catch (error) {
    if (error instanceof ProductError) throw error;
    // The inbox has recorded and logged it; the page shows it among the deliveries.
    throw new ProductError("conflict", {
      detail: "It failed again; see the newest delivery below for the reason.",
      cause: error,
    });
  }
}
