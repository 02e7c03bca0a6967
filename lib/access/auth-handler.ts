import { NextRequest, NextResponse } from "next/server";
import NextAuth from "next-auth";
import { env } from "@/env";
import { busy, ProductError } from "@/lib/shared/errors";
import { oncePerProcess } from "@/lib/shared/once-per-process";
import { type AuthRequest, authOptions } from "./auth-options";
import { clientIp } from "./client-address";
import {
  DEVICE_COOKIE_SECONDS,
  deviceCookieName,
  newDeviceToken,
  readDeviceToken,
} from "./known-devices";
import { assertSameOrigin, safePath } from "./origin";
import { cookieName, isHttps, sessionCookieName } from "./session-cookie";

/** What of next-auth is used. Its `_log` writes into our log what any client sends, so it is off. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  csrf: ["GET"],
  providers: ["GET"],
  session: ["GET"],
  error: ["GET"],
  signin: ["GET", "POST"],
  signout: ["GET", "POST"],
  callback: ["GET", "POST"],
};

/**
 * How many sign-ins are worked on at once; past it they are refused before any work, so that a
 * flood leaves time for everything else.
 */
const MAX_IN_FLIGHT = 50;
const inFlight = oncePerProcess("sign-ins-in-flight", () => ({ count: 0 }));

/** Sign-in without a provider's redirect: a GET would be a password in an address. */
const POSTED_ONLY: readonly string[] = ["credentials", "link", "passkey"];

/**
 * Answers a request to next-auth.
 * @param request with a body that was read within the limits
 * @param path what follows /api/auth/
 * @throws ProductError not_found, method_not_allowed, forbidden for another origin, busy
 */
export async function handleAuth(request: NextRequest, path: readonly string[]): Promise<Response> {
  assertKnown(request, path);
  assertReadableCookie(request);
  if (request.method === "GET") return answer(request, path);
  if (inFlight.count >= MAX_IN_FLIGHT) throw busy();
  inFlight.count += 1;
  try {
    return await answer(request, path);
  } finally {
    inFlight.count -= 1;
  }
}

async function answer(request: NextRequest, path: readonly string[]): Promise<Response> {
  const sent = readDeviceToken(request.cookies.get(deviceCookieName())?.value);
  const context: AuthRequest = {
    origin: {
      ip: clientIp(request.headers),
      userAgent: request.headers.get("user-agent") ?? undefined,
    },
    knownDevice: sent,
    device: sent ?? newDeviceToken(),
  };
  const params = Promise.resolve({ nextauth: [...path] });
  const response: Response = await NextAuth(
    withSafeCallback(request) as never,
    { params } as never,
    authOptions(context),
  );
  return withDevice(withRefusal(response, context.refusal), context);
}

function assertKnown(request: NextRequest, [action = "", provider = ""]: readonly string[]): void {
  const methods = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (!methods) throw new ProductError("not_found", { detail: "There is no such sign-in step." });
  const postedOnly = action === "callback" && POSTED_ONLY.includes(provider);
  if (!methods.includes(request.method) || (postedOnly && request.method !== "POST")) {
    throw new ProductError("method_not_allowed", { detail: "Use another method here." });
  }
  // A client that is no browser sends no Origin; next-auth's own token guards the form besides.
  const origin = request.headers.get("origin");
  if (request.method === "POST" && origin !== null) assertSameOrigin(origin);
}

/** next-auth takes an address that it can't read for a fault of the server, and answers 500. */
function withSafeCallback(request: NextRequest): NextRequest {
  const url = new URL(request.url);
  const given = url.searchParams.get("callbackUrl");
  if (given === null) return request;
  const { origin } = new URL(env().web.appUrl);
  const path = given.startsWith(`${origin}/`) ? given.slice(origin.length) : given;
  url.searchParams.set("callbackUrl", origin + safePath(path));
  return new NextRequest(url, request);
}

function assertReadableCookie(request: NextRequest): void {
  const value = request.cookies.get(cookieName("next-auth.callback-url"))?.value;
  if (!value || URL.canParse(value, env().web.appUrl)) return;
  throw new ProductError("invalid_input", { detail: "A cookie of this site can't be read." });
}

/** next-auth answers 401 to every failure; a limit and an overload have a status of their own. */
function withRefusal(answer: Response, refusal: ProductError | undefined): Response {
  if (!refusal || (refusal.code !== "rate_limited" && refusal.code !== "busy")) return answer;
  const refused = new NextResponse(answer.body, {
    status: refusal.status,
    headers: answer.headers,
  });
  refused.headers.delete("location");
  if (refusal.retryAfterSeconds)
    refused.headers.set("retry-after", String(refusal.retryAfterSeconds));
  return refused;
}

/** Lets the browser of a new session be known the next time. */
function withDevice(answer: Response, { device }: AuthRequest): Response {
  const begun = answer.headers
    .getSetCookie()
    .some((cookie) => cookie.startsWith(`${sessionCookieName()}=`) && !/=;/.test(cookie));
  if (!begun) return answer;
  const secure = isHttps() ? "; Secure" : "";
  answer.headers.append(
    "set-cookie",
    `${deviceCookieName()}=${device}; Path=/; Max-Age=${DEVICE_COOKIE_SECONDS}; HttpOnly; SameSite=Lax${secure}`,
  );
  return answer;
}
