import type { MetricObject } from "@/lib/shared/metrics";

/** What a child process tells the primary. */
export type ChildMessage =
  /** It can do its work. */
  | { readonly kind: "ready" }
  /** Its metrics, as asked for. */
  | { readonly kind: "metrics"; readonly id: number; readonly metrics: MetricObject[] }
  /** It can't be started, and another try would not help until somebody acts. */
  | { readonly kind: "fatal"; readonly reason: string };

/** What the primary asks of a child. */
export type PrimaryMessage =
  /** Take nothing new, end what is under way, exit. */
  | { readonly ask: "drain" }
  /** Answer with a message `metrics` of the same id. */
  | { readonly ask: "metrics"; readonly id: number };

/** Tells the primary; nothing happens in a process that was started by hand. */
export function tellPrimary(message: ChildMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(message, undefined, undefined, () => resolve());
    else resolve();
  });
}

/**
 * Calls back once, at the first sign that this process should stop: the primary's word, or a
 * signal, since a service manager may signal every process of a group.
 */
export function onDrain(drain: () => void): void {
  let draining = false;
  const begin = () => {
    if (draining) return;
    draining = true;
    drain();
  };
  onPrimaryMessage((message) => {
    if (message.ask === "drain") begin();
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, begin);
}

export function onPrimaryMessage(listener: (message: PrimaryMessage) => void): void {
  // A cluster's own messages travel on the same channel and have other members.
  process.on("message", (message: PrimaryMessage) => {
    if (message.ask) listener(message);
  });
}
