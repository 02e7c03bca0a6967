import { performance } from "node:perf_hooks";
import autocannon from "autocannon";
import { type Measured, summarise } from "../measure";

/** A POST as it is sent. */
export interface Post {
  readonly path?: string;
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** How a load went. Latencies are of the answers that were 2xx. */
export interface Answered extends Measured {
  /** Answers by status; 0 for requests without an answer. */
  readonly statuses: ReadonlyMap<number, number>;
  /** The first body that wasn't 2xx. */
  readonly refusal: string | undefined;
}

export interface Load {
  readonly connections: number;
  /** Ends after so long, or after so many requests. */
  readonly seconds?: number;
  readonly amount?: number;
  /** Offers so many requests a second, whatever the answers take. */
  readonly perSecond?: number;
}

/**
 * Sends POSTs, each made when its turn comes.
 * @param next makes the next request of a connection, which may need what was answered before
 */
export async function send(
  url: string,
  { connections, seconds, amount, perSecond }: Load,
  next: (answered: string | undefined) => Post,
): Promise<Answered> {
  const latencies: number[] = [];
  let refusal: string | undefined;
  const statuses = new Map<number, number>();
  const count = (status: number, by = 1) => statuses.set(status, (statuses.get(status) ?? 0) + by);
  const options: autocannon.Options = {
    ...{ url, connections, timeout: 30 },
    ...(amount === undefined ? { duration: seconds ?? 2 } : { amount }),
    ...(perSecond === undefined ? {} : { overallRate: perSecond }),
    requests: [
      {
        method: "POST",
        setupRequest: (request, context) => ({
          ...request,
          ...next((context as { answered?: string }).answered),
        }),
        onResponse: (status, body, context) => {
          if (status > 299) refusal ??= body;
          (context as { answered?: string }).answered = body;
        },
      },
    ],
  };
  const started = performance.now();
  // Not the tool's own duration, which is a whole number of seconds.
  const lastAnswer = started;
  const { errors, timeouts } = await new Promise<autocannon.Result>((resolve, reject) => {
    autocannon(options, (error, result) => (error ? reject(error) : resolve(result))).on(
      "response",
      (_, status, __, latencyMs) => {
        count(status);
        if (status >= 200 && status < 300) latencies.push(latencyMs);
      },
    );
  });
  if (errors + timeouts > 0) count(0, errors + timeouts);
  return { ...summarise(latencies, (lastAnswer - started) / 1_000), statuses, refusal };
}

/** As `send`, where everything must succeed: a run with a failure proves nothing. */
export async function sendSoundly(
  url: string,
  load: Load,
  next: (answered: string | undefined) => Post,
): Promise<Measured> {
  const answered = await send(url, load, next);
  const failed = [...answered.statuses].filter(([status]) => status < 200 || status > 299);
  if (failed.length > 0) {
    const counts = failed.map(([status, times]) => `${status} ${times} times`).join(", ");
    throw new Error(`${url} answered ${counts}, first: ${answered.refusal}`);
  }
  return answered;
}
