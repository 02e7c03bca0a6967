import { EnvironmentError } from "@/env/schema";

/** What is printed when the settings don't allow a start: every fault, and where to set it right. */
export function describeFaults(error: unknown): unknown {
  if (!(error instanceof EnvironmentError)) return error;
  return `\n${error.message}\n\nCorrect these in .env.auth, .env or the environment (.env.example explains each), then start again.\n`;
}
