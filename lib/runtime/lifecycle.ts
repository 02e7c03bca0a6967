import { processWide } from "@/lib/shared/process-wide";

const lifecycle = processWide("lifecycle", () => ({ stopping: false, announced: false }));

/** Says that this process takes no more work: /api/ready answers 503 from now on. */
export function beginStopping(): void {
  lifecycle.stopping = true;
}

export function isStopping(): boolean {
  return lifecycle.stopping;
}

/** @returns true for the first caller in this process, so that a start is announced once */
export function announceOnce(): boolean {
  const first = !lifecycle.announced;
  lifecycle.announced = true;
  return first;
}
