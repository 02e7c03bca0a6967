import type { Problem } from "./generated";

/** What the API answered when it refused a request. */
export class CreditsError extends Error {
  override readonly name = "CreditsError";
  /** The HTTP status. */
  readonly status: number;
  /** Names the reason for programs, such as "insufficient_credits"; "unknown" when a proxy answered. */
  readonly code: Problem["code"] | "unknown";
  /** The whole problem document; undefined when the answer wasn't one. */
  readonly problem: Problem | undefined;

  constructor(status: number, problem: Problem | undefined) {
    super(problem?.detail ?? `The answer had the status ${status} and no problem document.`);
    this.status = status;
    this.code = problem?.code ?? "unknown";
    this.problem = problem;
  }
}

/** No answer came: whether the request had an effect isn't known. The same key may be sent again. */
export class CreditsConnectionError extends Error {
  override readonly name = "CreditsConnectionError";
}

/** The error of an answer that isn't 2xx. */
export async function toCreditsError(response: Response): Promise<CreditsError> {
  const type = response.headers.get("content-type") ?? "";
  if (!type.startsWith("application/problem+json")) {
    await response.body?.cancel();
    return new CreditsError(response.status, undefined);
  }
  return new CreditsError(response.status, (await response.json()) as Problem);
}
