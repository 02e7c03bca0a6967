import { createOperationMethods, type OperationMethods } from "./client";
import { type HeldWork, type Hold, type HoldInput, type Used, withHold } from "./hold";
import type { ClientOptions, RequestOptions } from "./transport";

export type * from "./generated";
export { CreditsConnectionError, CreditsError } from "./problem";
export type { ClientOptions, HeldWork, Hold, RequestOptions, Used };

/** The API of Ops-Center Credits: a method for each operation, and `withHold`. */
export interface CreditsClient extends OperationMethods {
  /**
   * Does work of an unknown price: holds credits, does the work, takes what it used, frees the rest.
   * When the work throws, the hold is released and the same error is thrown.
   */
  withHold<Result>(
    input: HoldInput,
    work: (hold: Hold) => Promise<Used & { readonly result?: Result }>,
    options?: RequestOptions,
  ): Promise<HeldWork<Result | undefined>>;
}

/** Makes a client. It holds no connection: make one and share it. */
export function createClient(options: ClientOptions): CreditsClient {
  const operations = createOperationMethods(options);
  return {
    ...operations,
    withHold: (input, work, request) => withHold(operations, input, work, request),
  };
}
