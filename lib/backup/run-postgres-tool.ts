import { spawn } from "node:child_process";
import { once } from "node:events";
import { readVariables } from "@/env";
import { ProductError } from "@/lib/shared/errors";

/**
 * Runs a program of PostgreSQL's own on a database. The password travels in the environment, where
 * no list of processes shows it.
 * @throws ProductError not_configured when the program isn't installed, or when it fails: its own
 *   words are on the standard error
 */
export async function runPostgresTool(
  tool: "pg_dump" | "pg_restore",
  url: string,
  args: readonly string[],
): Promise<void> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const child = spawn(tool, args, {
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      PATH: readVariables().PATH,
      PGHOST: hostname,
      PGPORT: port || "5432",
      PGUSER: decodeURIComponent(username),
      PGPASSWORD: decodeURIComponent(password),
      PGDATABASE: decodeURIComponent(pathname.slice(1)),
      ...(searchParams.get("sslmode") && { PGSSLMODE: searchParams.get("sslmode") ?? "" }),
    } as unknown as NodeJS.ProcessEnv,
  });
  const [code] = await Promise.race([
    once(child, "close") as Promise<[number | null]>,
    once(child, "error").then(([error]) => {
      throw new ProductError("not_configured", {
        detail: `${tool} can't be run: install PostgreSQL's client programs, of the server's version or newer.`,
        cause: error,
      });
    }),
  ]);
  if (code !== 0) {
    throw new ProductError("not_configured", {
      detail: `${tool} failed with exit code ${code}; its words are above.`,
    });
  }
}
