"use server";

import { revalidatePath } from "next/cache";
import { requireActor } from "@/lib/access";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { retryDeadJob } from "@/lib/queue/dead-jobs";
import { database } from "@/lib/runtime/database";

/** Has a job that failed for good tried once more, at once. */
export async function tryAgain(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireActor("jobs.retry");
  const state = await toFormState({}, () =>
    retryDeadJob(database(), {
      queue: textOf(form, "queue"),
      id: textOf(form, "id"),
      admin: admin.id,
    }),
  );
  revalidatePath("/admin/credits/jobs");
  return state;
}
