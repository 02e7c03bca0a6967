"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { requireRecentActor } from "@/lib/access/require";
import { parseFields } from "@/lib/access/users";
import { type FormState, textOf } from "@/lib/api/form-state";
import { toStaffFormState } from "@/lib/api/staff-form-state";
import { database } from "@/lib/runtime/database";
import { MAX_IMAGE_BYTES, storeBrandImage } from "@/lib/settings/brand-images";
import {
  brandSchema,
  isFixed,
  legalLinksSchema,
  readSetting,
  sellerSchema,
  writeSetting,
} from "@/lib/settings/settings";

const PATH = "/admin/credits/settings";
/** Settings that are on or off, and the names of their boxes. */
const SWITCHES = [
  ["staff_second_factor", "secondFactor"],
  ["sign_up_proof_of_work", "proofOfWork"],
] as const;
const limit = z
  .string()
  .regex(/^\d{1,9}$/, "Enter a whole number, such as 10000.")
  .transform(Number)
  .pipe(z.number().max(100_000_000, "Enter at most 100000000."));

export async function saveAccessSettingsAction(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireRecentActor(PATH, "settings.edit");
  const typed = { refundLimit: textOf(form, "refundLimit") };
  const state = await toStaffFormState(
    { user: admin, action: "setting.change" },
    typed,
    async () => {
      const { refundLimit } = parseFields(z.object({ refundLimit: limit }), typed);
      await writeSetting(database(), "support_refund_limit_minor", refundLimit, admin.id);
      for (const [key, name] of SWITCHES) {
        // What the environment sets isn't in the form.
        if (!isFixed(key)) await writeSetting(database(), key, form.get(name) === "on", admin.id);
      }
    },
  );
  revalidatePath(PATH);
  return state;
}

/** Which campaigns give credits by themselves. */
export async function saveFreeCreditsAction(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireRecentActor(PATH, "settings.edit");
  const typed = { signUp: textOf(form, "signUp"), referral: textOf(form, "referral") };
  const state = await toStaffFormState(
    { user: admin, action: "setting.change" },
    typed,
    async () => {
      await writeSetting(database(), "sign_up_campaign", typed.signUp, admin.id);
      await writeSetting(database(), "referral_campaign", typed.referral, admin.id);
    },
  );
  revalidatePath(PATH);
  return state;
}

/** Who sells, and the links at the foot of every page. Documents that exist keep what they say. */
export async function saveShopAction(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireRecentActor(PATH, "settings.edit");
  const names = ["name", "address", "taxId", "email", "terms", "refunds", "contact"] as const;
  const typed = Object.fromEntries(names.map((name) => [name, textOf(form, name)]));
  const state = await toStaffFormState(
    { user: admin, action: "setting.change" },
    typed,
    async () => {
      const seller = parseFields(sellerSchema, typed);
      const links = parseFields(legalLinksSchema, typed);
      await writeSetting(database(), "seller", seller, admin.id);
      await writeSetting(database(), "legal_links", links, admin.id);
    },
  );
  revalidatePath("/", "layout");
  return state;
}

/** How the shop looks on pages, mails and documents. Without a new logo the one before stays. */
export async function saveBrandAction(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireRecentActor(PATH, "settings.edit");
  const names = ["shopName", "mailSender", "colorLight", "colorDark"] as const;
  const typed = Object.fromEntries(names.map((name) => [name, textOf(form, name)]));
  const state = await toStaffFormState(
    { user: admin, action: "setting.change" },
    typed,
    async () => {
      const { shopName, ...rest } = parseFields(brandFields, typed);
      const logo = await readLogo(form);
      await writeSetting(database(), "brand", { ...rest, name: shopName, logo }, admin.id);
    },
  );
  revalidatePath("/", "layout");
  return state;
}

/** "name" is the seller's field on this page. */
const { name: shopName, ...otherFields } = brandSchema.shape;
const brandFields = z.object({ ...otherFields, shopName }).omit({ logo: true });

/** @returns the digest of the logo that is to be shown; empty for the product's own */
async function readLogo(form: FormData): Promise<string> {
  if (form.get("removeLogo") === "on") return "";
  const file = form.get("logo");
  const db = database().read;
  if (!(file instanceof File) || file.size === 0) return (await readSetting(db, "brand")).logo;
  // One byte more than is allowed is enough to refuse it.
  const data = await file.slice(0, MAX_IMAGE_BYTES + 1).arrayBuffer();
  return storeBrandImage(db, Buffer.from(data));
}
