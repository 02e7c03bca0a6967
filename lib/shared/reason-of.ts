const MAX_LENGTH = 500;

/**
 * The error beneath Drizzle's, which says what PostgreSQL said. Drizzle's own message repeats the
 * statement with all parameters, people's data among them, and hides the reason behind them.
 */
export function withoutStatement(error: unknown): unknown {
  const isQueryError = error instanceof Error && "query" in error && "params" in error;
  return isQueryError && error.cause ? error.cause : error;
}

/** Why something failed, for an admin to read. */
export function reasonOf(error: unknown): string {
  const cause = withoutStatement(error);
  const reason = cause instanceof Error ? cause.message : String(cause);
  return reason.replaceAll("\0", "").slice(0, MAX_LENGTH);
}
