"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { requireActor } from "@/lib/access";
import { assertSameOrigin } from "@/lib/access/origin";
import { assertMayClaim } from "@/lib/access/permissions";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { claimGift } from "@/lib/gifts/end-gift";
import { findGiftByToken } from "@/lib/gifts/read-gifts";
import { database } from "@/lib/runtime/database";
import { toDecimal } from "@/lib/shared/credits";

/** A gift as its link shows it; amounts are decimals. */
export interface ShownGift {
  readonly state: "open" | "claimed" | "taken_back" | "expired";
  readonly credits: string;
  readonly expiresAt: Date;
  readonly giverName: string | null;
}

/** @returns undefined for a token that no gift has */
export async function findGiftAction(token: string): Promise<ShownGift | undefined> {
  assertSameOrigin((await headers()).get("origin"));
  const gift = await findGiftByToken(database().read, String(token).slice(0, 200));
  if (!gift) return undefined;
  const { state, credits, expiresAt, giverName } = gift;
  return { state, credits: toDecimal(credits), expiresAt, giverName };
}

export interface ClaimState extends FormState {
  /** What arrived, as a decimal. */
  readonly credits?: string;
}

/** Moves the credits of a gift to the reader's account. */
export async function claimGiftAction(_: ClaimState, form: FormData): Promise<ClaimState> {
  const user = await requireActor();
  let credits: string | undefined;
  const state = await toFormState({}, async () => {
    assertMayClaim(user, user.accountId);
    const party = { accountId: user.accountId, actor: user.id };
    const claimed = await claimGift(database(), textOf(form, "token").slice(0, 200), party);
    credits = toDecimal(claimed.credits);
  });
  if (state.done) revalidatePath("/admin/credits", "layout");
  return { ...state, credits };
}
