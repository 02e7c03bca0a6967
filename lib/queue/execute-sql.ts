import type { Db } from "@/db/client";

/**
 * Runs pg-boss' own statements on a connection of ours. Their texts are constants, so they are
 * prepared, which saves a round trip each time.
 */
export function executeOn(db: Db) {
  return async (text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> => {
    // The driver refuses `undefined`, by which pg-boss means a default.
    const query = { sql: text, params: values.map((value) => value ?? null) };
    const rows: unknown = await db._.session
      .prepareQuery(query, undefined, "pgboss", false)
      .execute();
    return { rows: Array.isArray(rows) ? [...rows] : [] };
  };
}
