import { createHmac } from "node:crypto";
import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type Stripe from "stripe";
import type { Faults } from "./faults";
import { takeDeliveryFault } from "./faults";
import type { Emitter, EventType } from "./model/events";
import { makeEvent } from "./model/events";
import { type Endpoint, newId, nowSeconds, type Store } from "./store";

const PARALLEL = 50;
const TIMEOUT_MS = 10_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_LONGEST_MS = 60_000;
const MAX_ATTEMPTS = 15;

interface Task {
  readonly event: Stripe.Event;
  readonly endpointId: string;
  readonly attempt: number;
}

/**
 * Sends events to webhook endpoints as Stripe does: signed, at least once, tried again with a
 * growing delay until a 2xx, in no promised order. https://docs.stripe.com/webhooks
 */
export class Deliveries implements Emitter {
  readonly #store: Store;
  readonly #faults: Faults;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: PARALLEL });
  readonly #queue: Task[] = [];
  #held: Task[] = [];
  #reordered: Task[] = [];
  #running = 0;
  readonly #timers = new Set<NodeJS.Timeout>();
  #idle: Array<() => void> = [];
  #closed = false;

  constructor(store: Store, faults: Faults) {
    this.#store = store;
    this.#faults = faults;
  }

  emit(type: EventType, object: object, previous?: object): Stripe.Event {
    const event = makeEvent(this.#store, type, object, previous);
    this.send(event);
    return event;
  }

  /** Sends an event to every endpoint that wants it; again if it was sent before. */
  send(event: Stripe.Event): void {
    for (const endpoint of Object.values(this.#store.state.endpoints)) {
      if (wants(endpoint, event.type))
        this.#push({ event, endpointId: endpoint.object.id, attempt: 1 });
    }
  }

  /** Lets go of what a `hold` fault kept back. */
  release(): void {
    const held = this.#held;
    this.#held = [];
    for (const task of held) this.#enqueue(task);
  }

  /** Resolves when nothing is under way or due now. Retries that are due later don't count. */
  async flush(): Promise<void> {
    this.#flushReordered();
    while (this.#running > 0 || this.#queue.length > 0) {
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#queue.length = 0;
    this.#agent.destroy();
  }

  #push(task: Task): void {
    const fault = takeDeliveryFault(this.#faults, task.event.type);
    switch (fault?.kind) {
      case "drop":
        this.#record(task, 0, null, "dropped by a fault", {});
        this.#retryLater(task);
        return;
      case "hold":
        this.#held.push(task);
        return;
      case "delay":
        this.#later(fault.delayMs ?? 1_000, () => this.#enqueue(task));
        return;
      case "duplicate":
        this.#enqueue(task);
        this.#enqueue(task);
        return;
      case "reorder":
        this.#reordered.push(task);
        this.#later(200, () => this.#flushReordered());
        return;
      default:
        this.#enqueue(task);
    }
  }

  #flushReordered(): void {
    const tasks = this.#reordered.reverse();
    this.#reordered = [];
    for (const task of tasks) this.#enqueue(task);
  }

  #enqueue(task: Task): void {
    if (this.#closed) return;
    this.#queue.push(task);
    this.#next();
  }

  #next(): void {
    while (this.#running < PARALLEL) {
      const task = this.#queue.shift();
      if (!task) break;
      this.#running += 1;
      void this.#deliver(task).finally(() => {
        this.#running -= 1;
        this.#next();
        if (this.#running === 0 && this.#queue.length === 0) {
          const idle = this.#idle;
          this.#idle = [];
          for (const resolve of idle) resolve();
        }
      });
    }
  }

  async #deliver(task: Task): Promise<void> {
    const endpoint = this.#store.state.endpoints[task.endpointId];
    if (!endpoint || this.#closed) return;
    const body = JSON.stringify(task.event, null, 2);
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      accept: "*/*; q=0.5, application/xml",
      "content-length": String(Buffer.byteLength(body)),
      "stripe-signature": signatureHeader(body, endpoint.secrets),
    };
    const started = performance.now();
    let status: number | null = null;
    let response = "";
    try {
      ({ status, response } = await post(endpoint.object.url, body, headers, this.#agent));
    } catch (error) {
      response = (error as Error).message;
    }
    if (this.#closed) return;
    this.#record(task, Math.round(performance.now() - started), status, response, headers);
    if (status === null || status < 200 || status > 299) this.#retryLater(task);
    else if (task.event.pending_webhooks > 0) task.event.pending_webhooks -= 1;
  }

  #record(
    task: Task,
    durationMs: number,
    status: number | null,
    response: string,
    requestHeaders: Record<string, string>,
  ): void {
    this.#store.state.deliveries.push({
      id: newId("del"),
      eventId: task.event.id,
      endpointId: task.endpointId,
      url: this.#store.state.endpoints[task.endpointId]?.object.url ?? "",
      at: Date.now(),
      attempt: task.attempt,
      durationMs,
      requestHeaders,
      status,
      response: response.slice(0, 4_000),
    });
    this.#store.changed();
  }

  #retryLater(task: Task): void {
    if (task.attempt >= MAX_ATTEMPTS) return;
    const waitMs = Math.min(RETRY_FIRST_MS * 2 ** (task.attempt - 1), RETRY_LONGEST_MS);
    this.#later(waitMs, () => this.#enqueue({ ...task, attempt: task.attempt + 1 }));
  }

  #later(waitMs: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, waitMs);
    timer.unref();
    this.#timers.add(timer);
  }
}

/** https://docs.stripe.com/webhooks#verify-manually: several v1 while a secret is being rolled. */
export function signatureHeader(
  body: string,
  secrets: readonly string[],
  atSeconds = nowSeconds(),
): string {
  const signatures = secrets.map((secret) =>
    createHmac("sha256", secret).update(`${atSeconds}.${body}`).digest("hex"),
  );
  return [`t=${atSeconds}`, ...signatures.map((signature) => `v1=${signature}`)].join(",");
}

function wants(endpoint: Endpoint, type: string): boolean {
  const { status, enabled_events: events } = endpoint.object;
  return status === "enabled" && (events.includes("*") || events.includes(type));
}

async function post(url: string, body: string, headers: Record<string, string>, agent: Agent) {
  const target = new URL(url);
  const secure = target.protocol === "https:";
  const request = (secure ? httpsRequest : httpRequest)(target, {
    method: "POST",
    headers,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(secure ? {} : { agent }),
  });
  request.end(body);
  const [answer] = (await once(request, "response")) as [import("node:http").IncomingMessage];
  let response = "";
  answer.setEncoding("utf8");
  for await (const chunk of answer) response += chunk;
  return { status: answer.statusCode ?? null, response };
}
