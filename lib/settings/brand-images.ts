import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { brandImages } from "@/db/schema";
import { ProductError } from "@/lib/shared/errors";

/** A request to an action has at most 64 kB, and the form's other fields need some of them. */
export const MAX_IMAGE_BYTES = 50_000;

/** An image by how it begins. No SVG: it is a document that can hold scripts. */
const SIGNATURES = [
  { contentType: "image/png", at: 0, bytes: Buffer.from("89504e470d0a1a0a", "hex") },
  { contentType: "image/jpeg", at: 0, bytes: Buffer.from("ffd8ff", "hex") },
  { contentType: "image/webp", at: 8, bytes: Buffer.from("WEBPVP8") },
] as const;

export type BrandImage = Pick<typeof brandImages.$inferSelect, "contentType" | "data">;

/** @returns undefined for content that is none of the three kinds, whatever its name says */
export function detectImageType(data: Buffer): string | undefined {
  return SIGNATURES.find(({ at, bytes }) => data.subarray(at, at + bytes.length).equals(bytes))
    ?.contentType;
}

/**
 * Keeps a logo.
 * @returns its digest, by which it is served
 * @throws ProductError invalid_input naming the field `logo`
 */
export async function storeBrandImage(db: Db, data: Buffer): Promise<string> {
  const contentType = detectImageType(data);
  if (data.length > MAX_IMAGE_BYTES) throw refuse("The logo may have at most 50 kB.");
  if (!contentType) throw refuse("Choose a PNG, JPEG or WebP image.");
  const digest = createHash("sha256").update(data).digest("hex");
  // The same content under the same digest: a conflict changes nothing.
  await db.insert(brandImages).values({ digest, contentType, data }).onConflictDoNothing();
  return digest;
}

/** @returns undefined when there is no such image */
export async function findBrandImage(db: Db, digest: string): Promise<BrandImage | undefined> {
  if (!/^[0-9a-f]{64}$/.test(digest)) return undefined;
  const [image] = await db
    .select({ contentType: brandImages.contentType, data: brandImages.data })
    .from(brandImages)
    .where(eq(brandImages.digest, digest));
  return image;
}

function refuse(sentence: string): ProductError {
  return new ProductError("invalid_input", {
    detail: sentence,
    extra: { fields: { logo: sentence } },
  });
}
