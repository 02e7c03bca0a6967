import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database, Tx } from "@/db/client";
import { packs } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record-audit";
import { noSuch } from "@/lib/shared/assert-id";
import { parseCredits, toDecimal } from "@/lib/shared/credits";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { parseMoney } from "@/lib/shared/parse-money";
import type { Pack } from "./packs";

/** A pack as an admin types it. */
export interface PackInput {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly credits: string;
  /** How long the credits last, in days; empty: for ever. */
  readonly creditsExpireAfterDays: string;
  /** How many a person may buy; empty: as many as they like. */
  readonly maxPerPerson: string;
  readonly price: string;
  readonly currency: string;
  readonly discountPercent: string;
  readonly sortOrder: string;
  readonly popular: boolean;
  readonly active: boolean;
}

const whole = (max: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, "Enter a whole number.")
    .transform(Number)
    .pipe(z.number().max(max, `Enter at most ${max}.`));

const schema = z.object({
  code: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, "Use up to 40 small letters, digits, - and _."),
  name: z.string().min(1, "Enter a name.").max(80, "Use at most 80 characters."),
  description: z.string().max(300, "Use at most 300 characters."),
  credits: z.string().transform((text, context) => {
    try {
      const credits = parseCredits(text);
      if (credits > 0n) return credits;
    } catch {
      // Said below.
    }
    context.addIssue({ code: "custom", message: "Enter an amount such as 1000." });
    return z.NEVER;
  }),
  creditsExpireAfterDays: z
    .string()
    .regex(/^$|^[1-9]\d{0,4}$/, "Enter a whole number of days, or nothing.")
    .transform((text) => (text === "" ? null : Number(text)))
    .pipe(z.number().max(36_500, "Enter at most 36500 days.").nullable()),
  maxPerPerson: z
    .string()
    .regex(/^$|^[1-9]\d{0,3}$/, "Enter a whole number, or nothing.")
    .transform((text) => (text === "" ? null : Number(text)))
    .pipe(z.number().max(1_000, "Enter at most 1000.").nullable()),
  currency: z.string().regex(/^[a-z]{3}$/, "Enter a currency such as usd."),
  discountPercent: whole(99),
  sortOrder: whole(100_000),
  popular: z.boolean(),
  active: z.boolean(),
});

/**
 * Adds a pack, or changes the one with this code. Purchases keep the terms that they were made
 * with.
 * @param id of the pack that is changed; undefined adds one
 * @throws ProductError invalid_input naming each faulty field; conflict for a code that is taken
 */
export async function savePack(
  database: Database,
  given: { readonly id: string | undefined; readonly input: PackInput; readonly admin: string },
): Promise<Pack> {
  const { price, ...input } = given.input;
  const parsed = schema.safeParse(input);
  const fields = Object.fromEntries(
    parsed.error?.issues.map((issue) => [issue.path.join("."), issue.message]) ?? [],
  );
  const priceMinor = readPrice(price, input.currency, fields);
  if (!parsed.success || priceMinor === undefined) {
    throw new ProductError("invalid_input", { detail: "Check the fields.", extra: { fields } });
  }
  const row = { ...parsed.data, priceMinor, updatedAt: new Date() };
  return database.transaction(async (tx) => {
    const saved = given.id ? await change(tx, given.id, row) : await add(tx, row);
    await recordAudit(tx, {
      actor: given.admin,
      action: given.id ? "pack.change" : "pack.add",
      target: { type: "pack", id: saved.code },
      details: { ...row, credits: toDecimal(row.credits), updatedAt: row.updatedAt.toISOString() },
    });
    return saved;
  });
}

function readPrice(
  price: string,
  currency: string,
  fields: Record<string, string>,
): number | undefined {
  try {
    return parseMoney(price, currency).amountMinor;
  } catch (error) {
    fields.price = error instanceof Error ? error.message : "Enter a price.";
    return undefined;
  }
}

type Row = Omit<typeof packs.$inferInsert, "id">;

async function add(tx: Tx, row: Row): Promise<Pack> {
  const [added] = await tx
    .insert(packs)
    .values({ ...row, id: newId() })
    .onConflictDoNothing()
    .returning();
  if (added) return added;
  const problem = "Another pack has this code.";
  throw new ProductError("conflict", { detail: problem, extra: { fields: { code: problem } } });
}

/** The code is how programs know a pack: it stays. */
async function change(tx: Tx, id: string, { code: _code, ...row }: Row): Promise<Pack> {
  const [changed] = await tx.update(packs).set(row).where(eq(packs.id, id)).returning();
  if (!changed) throw noSuch("pack");
  return changed;
}
