import type { MiddlewareHandler } from "hono";

const LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Refuses requests that a web page of somebody else makes a browser send here: those under a host
 * name that isn't the emulator's (DNS rebinding), and calls from another origin. Programs send no
 * Origin header. Stripe.js may be loaded from everywhere, as on Stripe.
 * @param hostNames names beside those of this machine by which the emulator may be reached
 */
export function refuseForeign(hostNames: readonly string[]): MiddlewareHandler {
  const known = new Set([...LOCAL_NAMES, ...hostNames].map((name) => name.toLowerCase()));
  return async (context, next) => {
    const { host, hostname } = new URL(context.req.url);
    const origin = context.req.header("origin");
    if (!known.has(hostname)) return refuse(`it is not reached as ${hostname}`);
    if (origin !== undefined && context.req.method !== "GET" && originHost(origin) !== host) {
      return refuse(`origin ${origin} is not its own`);
    }
    await next();
  };
}

function refuse(why: string): Response {
  const message = `The emulator refuses this request: ${why}.`;
  return Response.json({ error: { type: "invalid_request_error", message } }, { status: 403 });
}

/** @returns undefined for an opaque origin, which a browser sends as "null" */
function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
