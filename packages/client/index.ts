import { createOperationMethods, type OperationMethods } from "./client";
import type { ClientOptions } from "./transport";

export type * from "./generated";
export { CreditsConnectionError, CreditsError } from "./problem";
export type { ClientOptions, RequestOptions } from "./transport";

/** The API of Ops-Center Credits. */
export type CreditsClient = OperationMethods;

/** Makes a client. It holds no connection: make one and share it. */
export function createClient(options: ClientOptions): CreditsClient {
  return createOperationMethods(options);
}
