/**
 * PostgreSQL's code of an error, or of the error beneath Drizzle's; undefined for any other error.
 * Recognised by its form: each bundle of Next has its own copy of the driver's class.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function postgresCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  if (typeof code === "string" && typeof severity === "string") return code;
  return postgresCodeOf(error.cause);
}

/** Of the driver, and of the sockets beneath it. */
const LOST: ReadonlySet<unknown> = new Set([
  ...["CONNECTION_CLOSED", "CONNECTION_ENDED", "CONNECTION_DESTROYED"],
  ...["ECONNRESET", "EPIPE", "ETIMEDOUT"],
]);

/** Whether an error means that its connection is gone: it says so, or PostgreSQL ended it. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  if (LOST.has(code) || severity === "FATAL" || severity === "PANIC") return true;
  return isConnectionLost(error.cause);
}
