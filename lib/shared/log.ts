import { createRequire } from "node:module";
import pino, { type DestinationStream, type Logger } from "pino";
import { readVariables } from "@/env";

const REDACTED = [
  "authorization",
  "cookie",
  "password",
  "secret",
  "token",
  "*.authorization",
  "*.cookie",
  "*.password",
  "*.secret",
  "*.token",
];

function makeLogger(): Logger {
  const variables = readVariables();
  const level = variables.LOG_LEVEL || "info";
  return pino({ level, redact: REDACTED, base: null }, destination(variables.NODE_ENV));
}

/** Lines for people in development; one JSON object a line everywhere else. */
function destination(mode: string | undefined): DestinationStream {
  if (mode === "production" || mode === "test") return pino.destination(1);
  const pretty = createRequire(import.meta.url)("pino-pretty") as typeof import("pino-pretty");
  return pretty({ colorize: process.stdout.isTTY, ignore: "pid,hostname", sync: true });
}

/** The log of this process. Whoever reads it must find a sentence, ids, and never a secret. */
export const log = makeLogger();
