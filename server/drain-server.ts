import type { Server } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Env } from "@/env";
import { beginStopping } from "@/lib/runtime/lifecycle";

const LOOK_EVERY_MS = 50;

/**
 * Ends a server without cutting anybody off: it says that it isn't ready, goes on for a moment so
 * that a load balancer notices, takes no new connections, and lets the requests under way end.
 * @returns when all have ended, or the grace is over
 */
export async function drainServer(
  server: Server,
  { shutdownDelayMs, shutdownGraceMs }: Env["processes"],
): Promise<void> {
  beginStopping();
  await wait(shutdownDelayMs);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Between two requests a connection has nothing to lose. Some are still answering now.
  const closing = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
  await Promise.race([closed, wait(shutdownGraceMs)]);
  clearInterval(closing);
  server.closeAllConnections();
}
