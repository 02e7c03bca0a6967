/** Where variables come from: this process, the .env files beneath, and a running `npm run dev`. */
import { readFileSync } from "node:fs";
import path from "node:path";
import nextEnv from "@next/env";
import { parse as parseDotenv } from "dotenv";
import { EnvironmentError, keyMode } from "./schema";

/**
 * Variables of this process with those of the .env files beneath: what is exported wins over
 * .env.local, .env and, last, .env.auth (where Ops-Center keeps its secrets).
 */
export function readVariables(directory = process.cwd()): Record<string, string | undefined> {
  nextEnv.loadEnvConfig(directory, process.env.NODE_ENV !== "production", {
    info() {},
    error: console.error,
  });
  return withMode({ ...readEnvAuth(directory), ...process.env });
}

/**
 * A live key is for production only, so a command beside one that isn't told its mode works in
 * production. `npm run dev` and tests always say theirs, and refuse the key.
 */
function withMode(variables: Record<string, string | undefined>): typeof variables {
  const key = variables.STRIPE_SECRET_KEY;
  const isLive = keyMode(key, "sk") === "live" || keyMode(key, "rk") === "live";
  return !variables.NODE_ENV && isLive ? { ...variables, NODE_ENV: "production" } : variables;
}

function readEnvAuth(directory: string): Record<string, string> {
  try {
    return parseDotenv(readFileSync(path.join(directory, ".env.auth")));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return {};
    if (code === "EACCES") throw new EnvironmentError([UNREADABLE]);
    throw error;
  }
}

/** In a container the server is the user 1000, whoever wrote the file. */
const UNREADABLE = ".env.auth: can't be read by this user; in compose: chown 1000 .env.auth";

/** Where `npm run dev` leaves the variables it runs on, for the commands one uses beside it. */
export function runningCopyFile(dataDir: string | undefined): string {
  return path.resolve(dataDir || ".data", "running.json");
}

/**
 * The variables of the copy that `npm run dev` runs here, if it does; otherwise the given ones.
 * Wholly or not at all: one copy's keys beside another's database would mend the wrong ledger.
 */
export function withRunningCopy(given: Record<string, string | undefined>): typeof given {
  if (given.NODE_ENV === "production" || given.NODE_ENV === "test") return given;
  let running: Record<string, string>;
  try {
    running = JSON.parse(readFileSync(runningCopyFile(given.DATA_DIR), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return given;
    throw error;
  }
  const isItsDatabase = given.DATABASE_URL
    ? given.DATABASE_URL === running.DATABASE_URL
    : (given.POSTGRES_HOST || "") === (running.POSTGRES_HOST ?? "");
  return isItsDatabase ? { ...given, ...running } : given;
}
