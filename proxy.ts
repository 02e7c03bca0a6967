import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/env";
import {
  COMMON_HEADERS,
  contentSecurityPolicy,
  STRICT_TRANSPORT,
} from "@/lib/access/security-headers";

/**
 * Sets the security headers of pages. It locks nothing: every page and action asks for itself who
 * is there. What it refuses, a form that another site's page sent, is refused there once more;
 * Next would answer that with a 500.
 */
export function proxy(request: NextRequest): NextResponse {
  const settings = env();
  const https = settings.web.appUrl.startsWith("https://");
  if (isForeignPost(request, settings.web.appUrl)) return new NextResponse(null, { status: 403 });
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy({
    nonce,
    https,
    development: !settings.production,
    stripeApiBase: settings.stripe.apiBase,
    embedsStripe: settings.stripe.checkoutUi === "embedded",
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Next reads the nonce for its own scripts from here.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(COMMON_HEADERS)) response.headers.set(name, value);
  if (https) response.headers.set("strict-transport-security", STRICT_TRANSPORT);
  return response;
}

/** A POST to a page is a server action: only our own pages send them, and browsers say from where. */
function isForeignPost(request: NextRequest, appUrl: string): boolean {
  if (request.method === "GET" || request.method === "HEAD") return false;
  return request.headers.get("origin") !== new URL(appUrl).origin;
}

export const config = {
  // Not the API and the webhook, whose bodies Next would keep in memory for this file, nor files of
  // the build: their headers stand in next.config.ts. A logo's stand in its route.
  matcher: "/((?!api/|_next/|brand/|favicon\\.ico$).*)",
};
