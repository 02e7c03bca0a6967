import postgres from "postgres";
import { inject } from "vitest";
import type { TestDatabase } from "@/dev/test/database";

/** Runs `work` as the superuser, for whom no grant holds and who may switch triggers off. */
export async function asSuperuser<Result>(
  { url }: TestDatabase,
  work: (sql: postgres.Sql) => Promise<Result>,
): Promise<Result> {
  const sql = postgres(inject("testServerUrl") + new URL(url).pathname.slice(1), {
    max: 1,
    onnotice: () => {},
  });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
