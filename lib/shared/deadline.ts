import { busy } from "./errors";

/**
 * Waits for `work` no longer than the deadline. Work that misses it goes on, and may still be
 * done: only work that may be repeated without harm can be given a deadline.
 * @throws ProductError busy when the deadline passes first
 */
export async function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(busy()), deadlineMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
