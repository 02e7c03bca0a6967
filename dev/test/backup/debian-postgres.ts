import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import postgres from "postgres";
import { findFreePort } from "../../ports";

const PROGRAMS = "/usr/lib/postgresql";

/** A server of Debian's (or Ubuntu's) own PostgreSQL package, with its client of the same version. */
export interface DebianPostgres {
  url(database: string, role: "postgres" | "credits" | "credits_owner"): string;
  createDatabase(name: string): Promise<void>;
  drop(): void;
}

/** @throws when the package isn't installed, or this isn't root */
export async function startDebianPostgres(): Promise<DebianPostgres> {
  const version = existsSync(PROGRAMS) ? readdirSync(PROGRAMS).sort().at(-1) : undefined;
  if (!version) throw new Error("This test needs PostgreSQL: apt-get install postgresql");
  const name = `credits-test-${randomBytes(4).toString("hex")}`;
  const port = await findFreePort();
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { stdio: "pipe", cwd: "/" });
  run(
    "pg_createcluster",
    ...[version, name, "--port", String(port), "--start-conf", "manual"],
    ...["--", "--auth-host", "trust"],
  );
  run("pg_ctlcluster", version, name, "start");
  const url = (database: string, role: string) =>
    `postgres://${role}:trusted@127.0.0.1:${port}/${database}`;
  const asSuperuser = async (statement: string) => {
    const sql = postgres(url("postgres", "postgres"), { max: 1, onnotice: () => {} });
    await sql.unsafe(statement);
    await sql.end();
  };
  await asSuperuser("create role credits_owner login");
  await asSuperuser("create role credits login");
  return {
    url,
    createDatabase: (database) => asSuperuser(`create database ${database} owner credits_owner`),
    drop: () => void run("pg_dropcluster", "--stop", version, name),
  };
}
