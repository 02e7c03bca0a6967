import { OPERATIONS, type OperationId, type Operations } from "./generated";
import { type ClientOptions, callOperation, type RequestOptions } from "./transport";

type Method<Input, Answer> =
  Record<never, never> extends Input
    ? (input?: Input, options?: RequestOptions) => Promise<Answer>
    : (input: Input, options?: RequestOptions) => Promise<Answer>;

/** A method for each operation of the API. */
export type OperationMethods = {
  readonly [Id in OperationId]: Method<Operations[Id]["input"], Operations[Id]["answer"]>;
};

/** The operations of the API as methods, typed as its OpenAPI document describes them. */
export function createOperationMethods(options: ClientOptions): OperationMethods {
  const methods = Object.keys(OPERATIONS).map((id) => [
    id,
    (input: Record<string, unknown> = {}, request: RequestOptions = {}) =>
      callOperation(options, id as OperationId, input, request),
  ]);
  // The keys are those of OPERATIONS, which is generated together with the types.
  return Object.fromEntries(methods) as OperationMethods;
}
