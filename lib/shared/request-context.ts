import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "./process-wide";

/** What is known about the request that is being answered. */
export interface RequestContext {
  readonly requestId: string;
  /** The client's address, in its canonical form; undefined where it isn't known. */
  readonly ip?: string;
  /** Why it was refused, as a code such as `rate_limited`: for the access log. */
  reason?: string;
}

const storage = processWide("request-context", () => new AsyncLocalStorage<RequestContext>());

/** Answers a request: everything that `work` calls, in any bundle, finds its context. */
export function withRequest<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The request that is being answered; undefined in jobs and commands. */
export function currentRequest(): RequestContext | undefined {
  return storage.getStore();
}
