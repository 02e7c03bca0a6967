/** What happens to a request on its way: nothing, it never arrives, its answer is lost, a proxy answers. */
export type NetworkFault = "ok" | "drop" | "lose" | number;

export interface Network {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Every request that was sent, also those that never arrived. */
  readonly sent: readonly Request[];
}

/**
 * A network in front of an application.
 * @param faults what it does with each request in turn; after the last one it is sound
 */
export function createNetwork(
  answer: (request: Request) => Response | Promise<Response>,
  faults: readonly NetworkFault[],
): Network {
  const sent: Request[] = [];
  return {
    sent,
    async fetch(request) {
      const fault = faults[sent.length];
      sent.push(request.clone());
      if (fault === "drop") throw new TypeError("fetch failed");
      if (typeof fault === "number") {
        return new Response("<html>", { status: fault, headers: { "retry-after": "0" } });
      }
      const response = await answer(request);
      if (fault === "lose") throw new TypeError("terminated");
      return response;
    },
  };
}
