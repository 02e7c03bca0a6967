import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/db/client";
import { type Seller, settings } from "@/db/schema";

export const sellerSchema = z.object({
  name: z.string().trim().max(200),
  address: z.string().trim().max(500),
  taxId: z.string().trim().max(100),
  email: z.union([z.literal(""), z.email("Enter an email such as billing@example.com.")]),
});

export const NO_SELLER: Seller = { name: "", address: "", taxId: "", email: "" };

/** The row of the settings that holds it. */
export const SELLER_KEY = "seller";

/** Who sells, as admins entered it; empty texts until they have. */
export async function readSeller(db: Db): Promise<Seller> {
  const [row] = await db
    .select({ value: settings.value })
    .from(settings)
    .where(eq(settings.key, SELLER_KEY));
  const parsed = sellerSchema.safeParse(row?.value);
  return parsed.success ? parsed.data : NO_SELLER;
}
