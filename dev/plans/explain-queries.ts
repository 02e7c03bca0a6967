import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Db } from "@/db/client";
import * as schema from "@/db/schema";

/** Something that a page reads. */
export interface PageQuery {
  readonly name: string;
  run(db: Db): Promise<unknown>;
}

/** How PostgreSQL carried a statement out. */
export interface Plan {
  readonly name: string;
  readonly statement: string;
  /** Without the network and without planning. */
  readonly executionMs: number;
  /** Tables that were read from end to end. */
  readonly scanned: readonly string[];
  /** The plan as text, with the buffers that each step touched. */
  readonly text: string;
}

interface Node {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  /** Zero for a step that was never reached. */
  readonly "Actual Loops": number;
  readonly Plans?: readonly Node[];
}

/**
 * Runs queries, and each of their statements once more under EXPLAIN (ANALYZE, BUFFERS).
 * @param url of a database with realistic numbers of rows and fresh statistics
 */
export async function explainQueries(url: string, queries: readonly PageQuery[]): Promise<Plan[]> {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  const statements: { query: string; params: unknown[] }[] = [];
  const logger = {
    logQuery: (query: string, params: unknown[]) => void statements.push({ query, params }),
  };
  const db: Db = drizzle(client, { schema, logger });
  const plans: Plan[] = [];
  try {
    for (const { name, run } of queries) {
      statements.length = 0;
      await run(db);
      for (const { query, params } of [...statements]) {
        plans.push({ name, ...(await explain(client, query, params)) });
      }
    }
    return plans;
  } finally {
    await client.end();
  }
}

async function explain(client: postgres.Sql, query: string, params: unknown[]) {
  const run = (options: string) =>
    client.unsafe(
      `explain (analyze, buffers${options}) ${query}`,
      params as postgres.ParameterOrJSON<never>[],
    );
  // The first run fills the cache, as a page that is used does.
  const text = (await run("")).map((row) => row["QUERY PLAN"]).join("\n");
  const [row] = await run(", format json");
  const [{ Plan: plan, "Execution Time": executionMs }] = row?.["QUERY PLAN"] ?? [{}];
  return { statement: query, executionMs: Number(executionMs), scanned: findScanned(plan), text };
}

function findScanned(node: Node): string[] {
  const isScan = node["Node Type"] === "Seq Scan" && node["Actual Loops"] > 0;
  const own = isScan ? [node["Relation Name"] ?? "?"] : [];
  return [...own, ...(node.Plans ?? []).flatMap(findScanned)];
}
