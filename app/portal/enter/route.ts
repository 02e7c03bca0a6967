import { env } from "@/env";
import { cookieName, isHttps } from "@/lib/access/session-cookie";
import { isAllowedReturn } from "@/lib/customers/portal";

const DAYS_30_SECONDS = 30 * 24 * 60 * 60;

/** Keeps where the customer came from, for the way back, and opens their credits. */
export function GET(request: Request): Response {
  const back = new URL(request.url).searchParams.get("return") ?? "";
  const headers = new Headers({ location: `${env().web.appUrl}/admin/credits` });
  if (isAllowedReturn(back)) {
    const secure = isHttps() ? "; Secure" : "";
    headers.set(
      "set-cookie",
      `${cookieName("portal-return")}=${encodeURIComponent(back)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${DAYS_30_SECONDS}${secure}`,
    );
  }
  return new Response(null, { status: 303, headers });
}
