import type { OperationMethods } from "./client";
import type { Operations } from "./generated";
import type { RequestOptions } from "./transport";

type Input<Id extends keyof Operations> = Operations[Id]["input"];

/** What is held, and for how long. */
export type HoldInput = Input<"holdCredits">;

/** What was used, as `captureHold` takes it; nothing said captures all that was held. */
export type Used = Omit<Input<"captureHold">, "id">;

/** A hold while its work goes on. */
export type Hold = Operations["holdCredits"]["answer"];

/** What `withHold` comes to: what the work returned beside what was used, and what was taken. */
export interface HeldWork<Result> {
  readonly result: Result;
  readonly capture: Operations["captureHold"]["answer"];
}

/**
 * Does work of an unknown price: holds credits, does the work, takes what it used and frees the rest.
 * When the work throws, the hold is released and the same error is thrown. A capture that is refused,
 * such as for more than is there, throws and leaves the hold, which ends when it expires.
 * @param work gets the hold, and returns what was used, with a result of its own if it has one
 */
export async function withHold<Result>(
  api: OperationMethods,
  input: HoldInput,
  work: (hold: Hold) => Promise<Used & { readonly result?: Result }>,
  options: RequestOptions = {},
): Promise<HeldWork<Result | undefined>> {
  const { signal } = options;
  const hold = await api.holdCredits(input, options);
  let done: Used & { readonly result?: Result };
  try {
    done = await work(hold);
  } catch (error) {
    // What can't be released now ends by itself; the caller must learn what really went wrong.
    await api.releaseHold({ id: hold.id }).catch(() => {});
    throw error;
  }
  const { result, ...used } = done;
  const capture = await api.captureHold({ ...used, id: hold.id }, { signal });
  return { result, capture };
}
