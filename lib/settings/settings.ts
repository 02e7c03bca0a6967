import { sql } from "drizzle-orm";
import { cache } from "react";
import { z } from "zod";
import type { Database, Db } from "@/db/client";
import { type Seller, settings } from "@/db/schema";
import { type Env, env } from "@/env";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Brand, DEFAULT_BRAND, findColorProblem } from "@/lib/shared/brand";
import { ProductError } from "@/lib/shared/errors";

export const sellerSchema = z.object({
  name: z.string().trim().max(200),
  /** Lines, separated by line breaks. */
  address: z.string().trim().max(500),
  taxId: z.string().trim().max(100),
  email: z.union([z.literal(""), z.email("Enter an email such as billing@example.com.")]),
});

const link = z.union([
  z.literal(""),
  z.url({ protocol: /^https?$/, error: "Enter an address such as https://example.com/terms." }),
]);

const colorOf = (theme: "light" | "dark") =>
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^$|^#[0-9a-f]{6}$/, {
      error: "Enter a color such as #0f766e, or nothing.",
      abort: true,
    })
    .superRefine((color, context) => {
      const problem = color && findColorProblem(color, theme);
      if (problem) context.addIssue({ code: "custom", message: problem });
    });

/** A name that stands in headers of mails: one line without what has a meaning there. */
const line = z
  .string()
  .trim()
  .max(60, "Use at most 60 characters.")
  .regex(/^[^\p{Cc}<>"]*$/u, 'Leave out <, > and ".');

export const brandSchema = z.object({
  name: line.min(1, "Enter a name."),
  mailSender: line,
  colorLight: colorOf("light"),
  colorDark: colorOf("dark"),
  logo: z.string().regex(/^$|^[0-9a-f]{64}$/),
});

/** A campaign's id; empty for none. */
const campaignId = z.union([z.literal(""), z.uuid()]);

/** Empty where there is no such page. */
export const legalLinksSchema = z.object({ terms: link, refunds: link, contact: link });
export type { Seller } from "@/db/schema";
export type LegalLinks = z.infer<typeof legalLinksSchema>;

interface Definition<T> {
  readonly schema: z.ZodType<T>;
  readonly fallback: T;
  /** In the words of the settings page. */
  readonly label: string;
  /** What the environment says, which wins over a row; undefined when it says nothing. */
  readonly fromEnvironment?: (env: Env) => T | undefined;
}

function define<T>(definition: Definition<T>): Definition<T> {
  return definition;
}

/** Every setting that admins change at run time. */
export const SETTINGS = {
  staff_second_factor: define({
    schema: z.boolean(),
    fallback: false,
    label: "Require a second factor of everyone who works in the back office",
    fromEnvironment: ({ signIn }) => signIn.staffSecondFactor,
  }),
  sign_up_proof_of_work: define({
    schema: z.boolean(),
    fallback: true,
    label: "Have browsers compute for a second before they sign up, which slows bots",
    fromEnvironment: ({ signIn }) => signIn.proofOfWork,
  }),
  brand: define<Brand>({
    schema: brandSchema,
    fallback: DEFAULT_BRAND,
    label: "How the shop looks: name, logo, color and sender of mails",
  }),
  seller: define<Seller>({
    schema: sellerSchema,
    fallback: { name: "", address: "", taxId: "", email: "" },
    label: "Who sells, as it stands on receipts and credit notes",
  }),
  legal_links: define<LegalLinks>({
    schema: legalLinksSchema,
    fallback: { terms: "", refunds: "", contact: "" },
    label: "Links at the foot of every page",
  }),
  sign_up_campaign: define<string>({
    schema: campaignId,
    fallback: "",
    label: "The campaign that credits whoever signs up",
  }),
  referral_campaign: define<string>({
    schema: campaignId,
    fallback: "",
    label: "The campaign that credits both sides of a referral",
  }),
  support_refund_limit_minor: define({
    schema: z.number().int().min(0).max(100_000_000),
    fallback: 10_000,
    label:
      "The most that one member of support may refund in 24 hours, in minor units such as cents",
  }),
} as const;

export type SettingKey = keyof typeof SETTINGS;
export type SettingValue<Key extends SettingKey> = (typeof SETTINGS)[Key]["fallback"];

/** The value in force: the environment's, else the stored one, else the default. */
export async function readSetting<Key extends SettingKey>(
  db: Db,
  key: Key,
): Promise<SettingValue<Key>> {
  const definition = SETTINGS[key] as unknown as Definition<SettingValue<Key>>;
  const fixed = definition.fromEnvironment?.(env());
  if (fixed !== undefined) return fixed;
  const row = (await readRows(db)).find((stored) => stored.key === key);
  const stored = definition.schema.safeParse(row?.value);
  // A value of an earlier release that fits no more counts as none.
  return stored.success ? stored.data : definition.fallback;
}

/** All of the few rows, once while a page renders: its frame, its guard and itself ask for some. */
const readRows = cache(
  async (db: Db) =>
    // Awaited here: a query that is only returned would run anew each time it is awaited.
    await db.select({ key: settings.key, value: settings.value }).from(settings),
);

/** Whether the environment sets it, so that it can't be changed here. */
export function isFixed(key: SettingKey): boolean {
  return (SETTINGS[key] as Definition<unknown>).fromEnvironment?.(env()) !== undefined;
}

/**
 * Changes a setting, with a trace of both values.
 * @param actor the admin's user id
 * @throws ProductError conflict when the environment sets it, invalid_input
 */
export async function writeSetting<Key extends SettingKey>(
  database: Database,
  key: Key,
  value: SettingValue<Key>,
  actor: string,
): Promise<void> {
  if (isFixed(key)) {
    throw new ProductError("conflict", { detail: "This is set by the environment." });
  }
  const checked = SETTINGS[key].schema.safeParse(value);
  if (!checked.success) {
    throw new ProductError("invalid_input", { detail: "The setting can't have this value." });
  }
  await database.transaction(async (tx) => {
    const before = await readSetting(tx, key);
    if (before === checked.data) return;
    const row = { value: sql`${JSON.stringify(checked.data)}::jsonb`, updatedAt: sql`now()` };
    await tx
      .insert(settings)
      .values({ key, ...row, updatedBy: actor })
      .onConflictDoUpdate({ target: settings.key, set: { ...row, updatedBy: actor } });
    await recordAudit(tx, {
      actor,
      action: "setting.change",
      target: { type: "setting", id: key },
      details: { before, after: checked.data },
    });
  });
}
