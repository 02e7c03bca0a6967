import { bigint, pgTable, text } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

/** Deliveries that were refused, by the check that they failed. */
export const webhookRefusals = pgTable("webhook_refusals", {
  /** Such as "no_matching_signature". */
  check: text("check").primaryKey(),
  refusals: bigint("refusals", { mode: "number" }).notNull(),
  lastAt: timestamp("last_at").notNull(),
  /** The event that the last one says it is. Anybody can write that; only Stripe knows its events. */
  lastEventId: text("last_event_id").notNull(),
});
