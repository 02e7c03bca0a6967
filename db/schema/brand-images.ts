import { pgTable, text } from "drizzle-orm/pg-core";
import { bytes, digest, timestamp } from "./types";

/** Logos of the shop. An image never changes: its name is the digest of its content. */
export const brandImages = pgTable("brand_images", {
  digest: digest("digest").primaryKey(),
  contentType: text("content_type").notNull(),
  data: bytes("data").notNull(),
  createdAt: timestamp("created_at").notNull().defaultNow(),
});
