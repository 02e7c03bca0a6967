"use server";

import { revalidatePath } from "next/cache";
import { env } from "@/env";
import { requireActor } from "@/lib/access";
import { requireRecentActor } from "@/lib/access/require";
import { promotionCode, redeemTypedCode } from "@/lib/api/campaigns";
import { type FormState, textOf, toFormState } from "@/lib/api/form-state";
import { createGift, MAX_GIFT_DAYS } from "@/lib/gifts/create-gift";
import { takeBackGift } from "@/lib/gifts/end-gift";
import { giftUrlOf } from "@/lib/gifts/gift";
import { apiRuntime } from "@/lib/runtime/api-runtime";
import { database } from "@/lib/runtime/database";
import { assertId } from "@/lib/shared/assert-id";
import { toDecimal } from "@/lib/shared/credits";
import { fieldError, readTypedCredits } from "@/lib/shared/typed-input";

const PATH = "/admin/credits/gifts";

export interface RedeemState extends FormState {
  /** What the code gave, as a decimal. */
  readonly credits?: string;
}

/** Adds the credits of a code to the reader's account. */
export async function redeemAction(_: RedeemState, form: FormData): Promise<RedeemState> {
  const user = await requireActor();
  const code = textOf(form, "code");
  let credits: string | undefined;
  const state = await toFormState({ code }, async () => {
    if (!promotionCode.safeParse(code).success) {
      throw fieldError("code", "A code has 3 to 40 letters, digits, - or _.");
    }
    const claimed = await redeemTypedCode(apiRuntime(), {
      ...{ code, accountId: user.accountId, actor: user.id, user },
    });
    credits = toDecimal(claimed.campaign.credits);
  });
  if (state.done) revalidatePath("/admin/credits", "layout");
  return { ...state, credits };
}

export interface GiftState extends FormState {
  /** The link that claims the gift. */
  readonly url?: string;
}

/** Puts credits of the reader aside for whoever gets the link. */
export async function createGiftAction(_: GiftState, form: FormData): Promise<GiftState> {
  const user = await requireRecentActor(PATH);
  const [id, credits, days] = [textOf(form, "id"), textOf(form, "credits"), textOf(form, "days")];
  let url: string | undefined;
  const state = await toFormState({ credits, days }, async () => {
    assertId(id, "gift");
    const gift = await createGift(
      database(),
      {
        giverAccountId: user.accountId,
        credits: readTypedCredits(credits, "credits"),
        expiresInDays: readDays(days),
      },
      { actor: user.id, requestKey: `form:${id}` },
    );
    url = giftUrlOf(gift, env().web.appUrl) ?? undefined;
  });
  if (state.done) revalidatePath("/admin/credits", "layout");
  return { ...state, url };
}

/** Gives the credits of a gift back to the reader, who made it. */
export async function takeBackGiftAction(_: FormState, form: FormData): Promise<FormState> {
  const user = await requireActor();
  const party = { accountId: user.accountId, actor: user.id };
  const state = await toFormState({}, () => takeBackGift(database(), textOf(form, "id"), party));
  revalidatePath("/admin/credits", "layout");
  return state;
}

function readDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= MAX_GIFT_DAYS) return days;
  throw fieldError("days", `Enter a whole number of days, from 1 to ${MAX_GIFT_DAYS}.`);
}
