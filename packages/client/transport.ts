import { OPERATIONS, type OperationId } from "./generated";
import { CreditsConnectionError, toCreditsError } from "./problem";
import { delayBeforeRetryMs, isRetryable } from "./retry";

export interface ClientOptions {
  /** Where the app is, such as "https://credits.example.com". */
  readonly baseUrl: string;
  /** An API key, occ_…. */
  readonly apiKey: string;
  /** How often a request is sent again after a failure that may pass. 3 unless told. */
  readonly maxRetries?: number;
  /** How long one try may take. 30 seconds unless told. */
  readonly timeoutMs?: number;
  /** Replaces the fetch of the platform. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export interface RequestOptions {
  /**
   * Names this one request where credits move: sent again, also by another process, it has no second
   * effect. Made up for each call unless given.
   */
  readonly idempotencyKey?: string;
  /** Ends the call, and the wait between two tries. */
  readonly signal?: AbortSignal;
}

type Input = Readonly<Record<string, unknown>>;

/**
 * Calls an operation of the API.
 * @throws CreditsError when the API refuses it; CreditsConnectionError when no answer came
 */
export async function callOperation(
  client: ClientOptions,
  id: OperationId,
  input: Input,
  options: RequestOptions,
): Promise<unknown> {
  const operation = OPERATIONS[id];
  const maySendAgain = operation.method !== "POST" || operation.idempotent;
  const lastAttempt = maySendAgain ? 1 + (client.maxRetries ?? 3) : 1;
  const prepared = prepareRequest(client, id, input, options);
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send(client, prepared, options.signal);
    if (answer.kind === "answered" && answer.response.ok) return answer.response.json();
    const failed = answer.kind === "failed" || isRetryable(answer.response.status);
    const retryAfter =
      answer.kind === "answered" ? answer.response.headers.get("retry-after") : null;
    const delayMs = delayBeforeRetryMs(attempt, {
      ...{ retryAfter, now: new Date(), random: Math.random() },
    });
    if (!failed || attempt >= lastAttempt || delayMs === undefined) {
      if (answer.kind === "failed") throw answer.error;
      throw await toCreditsError(answer.response);
    }
    if (answer.kind === "answered") await answer.response.body?.cancel();
    await wait(delayMs, options.signal);
  }
}

interface PreparedRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

/** Made once, so that every try sends the same bytes under the same key. */
function prepareRequest(
  { baseUrl, apiKey }: ClientOptions,
  id: OperationId,
  input: Input,
  { idempotencyKey = crypto.randomUUID() }: RequestOptions,
): PreparedRequest {
  const { method, path, query, idempotent, hasBody } = OPERATIONS[id];
  const inPath = new Set<string>();
  const filled = path.replace(/\{(\w+)\}/g, (_match, name: string) => {
    inPath.add(name);
    return encodeURIComponent(String(input[name]));
  });
  const url = new URL(baseUrl.replace(/\/+$/, "") + filled);
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined || inPath.has(name)) continue;
    if (query.includes(name)) url.searchParams.set(name, String(value));
    else body[name] = value;
  }
  const headers = {
    authorization: `Bearer ${apiKey}`,
    accept: "application/json",
    ...(hasBody && { "content-type": "application/json" }),
    ...(idempotent && { "idempotency-key": idempotencyKey }),
  };
  return { url: url.href, method, headers, body: hasBody ? JSON.stringify(body) : undefined };
}

type Sent =
  | { readonly kind: "answered"; readonly response: Response }
  | { readonly kind: "failed"; readonly error: CreditsConnectionError };

async function send(
  { fetch = (request) => globalThis.fetch(request), timeoutMs = 30_000 }: ClientOptions,
  { url, ...init }: PreparedRequest,
  signal: AbortSignal | undefined,
): Promise<Sent> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  try {
    const request = new Request(url, { ...init, redirect: "error", signal: either });
    return { kind: "answered", response: await fetch(request) };
  } catch (cause) {
    // What the caller ended is theirs to know about, and is not sent again.
    signal?.throwIfAborted();
    const message = `No answer from ${new URL(url).host}.`;
    return { kind: "failed", error: new CreditsConnectionError(message, { cause }) };
  }
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", end);
      resolve();
    }, ms);
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
  });
}
