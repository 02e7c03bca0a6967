import { WEBHOOK_PATH } from "@/lib/shared/webhook-path";

/** Who answers a request, and what the access log and the metrics call it. */
export type RouteName = "live" | "ready" | "health" | "webhook" | "api" | "pages";

const API_PREFIX = "/api/v1/";

const FIXED: ReadonlyMap<string, RouteName> = new Map([
  ["/api/live", "live"],
  ["/api/ready", "ready"],
  ["/api/health", "health"],
]);

/**
 * Chooses who answers. A slash at the end of the webhook's address is no redirect, which Stripe
 * would count as a failed delivery.
 * @param target the request's target, with its query
 */
export function chooseRoute(method: string | undefined, target: string | undefined): RouteName {
  const path = pathOf(target);
  if (path === WEBHOOK_PATH || path === `${WEBHOOK_PATH}/`) return "webhook";
  if (path.startsWith(API_PREFIX)) return "api";
  const isRead = method === "GET" || method === "HEAD";
  return (isRead && FIXED.get(path)) || "pages";
}

/** The path alone: a query may hold what must not be logged. */
export function pathOf(target: string | undefined): string {
  return (target ?? "/").split("?", 1)[0] || "/";
}
