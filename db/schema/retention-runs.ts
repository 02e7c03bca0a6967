import { bigint, pgTable, text } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

/** When a rule of lib/retention was last carried out, and what it removed then. */
export const retentionRuns = pgTable("retention_runs", {
  /** The rule's name. */
  rule: text("rule").primaryKey(),
  finishedAt: timestamp("finished_at").notNull(),
  removed: bigint("removed", { mode: "number" }).notNull(),
});
