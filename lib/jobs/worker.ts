/**
 * Starts working on jobs in this process: mail, notices, reconciliation.
 * @returns a function that takes no new jobs, lets those under way end, and stops
 */
export function startWorker(): Promise<() => Promise<void>> {
  throw new Error("to follow");
}
