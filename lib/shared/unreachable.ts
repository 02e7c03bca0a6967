const CODES: ReadonlySet<unknown> = new Set([
  ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "CONNECT_TIMEOUT", "EHOSTUNREACH"],
  // PostgreSQL's own: wrong password, no such database, no such role.
  ...["28P01", "3D000", "28000"],
  // It is starting, or stopping.
  "57P03",
]);

/** @returns the code of an error that says the database can't be used at all; otherwise undefined */
export function unreachableCode(error: unknown): string | undefined {
  const { code, cause } = Object(error) as { code?: string; cause?: unknown };
  if (CODES.has(code)) return code;
  // Drizzle wraps what the driver says.
  return cause === undefined ? undefined : unreachableCode(cause);
}
