import { bigint, index, pgTable, uuid } from "drizzle-orm/pg-core";
import { timestamp } from "./types";

/** A backup that was finished, so that the doctor and the metrics can tell how old the last is. */
export const backups = pgTable(
  "backups",
  {
    id: uuid("id").primaryKey(),
    finishedAt: timestamp("finished_at").notNull(),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
  },
  (table) => [index("backups_recent").on(table.finishedAt)],
);
