import { createRequire } from "node:module";
import pino, { type DestinationStream, type Logger } from "pino";
import { readVariables } from "@/env";
import { redact, redactText } from "./redact";

function makeLogger(): Logger {
  const variables = readVariables();
  const level = variables.LOG_LEVEL || "info";
  return createLogger(level, destination(variables.NODE_ENV));
}

/** A log whose lines hold nothing that lib/shared/redact hides, however it was given. */
export function createLogger(level: string, stream: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      // pino's own would take a described error for an error, and describe it anew.
      serializers: { err: (described) => described },
      formatters: { log: (line) => redact(line) as Record<string, unknown> },
      hooks: {
        logMethod(given, method) {
          const safe = given.map((part) => (typeof part === "string" ? redactText(part) : part));
          method.apply(this, safe as Parameters<typeof method>);
        },
      },
    },
    stream,
  );
}

/** Lines for people in development; one JSON object a line everywhere else. */
function destination(mode: string | undefined): DestinationStream {
  if (mode === "production" || mode === "test") return pino.destination(1);
  const pretty = createRequire(import.meta.url)("pino-pretty") as typeof import("pino-pretty");
  return pretty({ colorize: process.stdout.isTTY, ignore: "pid,hostname", sync: true });
}

/** The log of this process. Whoever reads it must find a sentence, ids, and never a secret. */
export const log = makeLogger();
