import { env } from "@/env";
import { ProductError } from "@/lib/shared/errors";

const OUR_HOST = "https://origin.invalid";

/**
 * Refuses a request that another site's page made in a signed-in person's browser. A browser
 * always sends Origin with a POST; Server Actions accept one without it, so this is checked here.
 * @throws ProductError forbidden
 */
export function assertSameOrigin(origin: string | null): void {
  if (origin === new URL(env().web.appUrl).origin) return;
  throw new ProductError("forbidden", {
    detail: `The request didn't come from a page of ${env().web.appUrl}. Open that address and try again.`,
  });
}

/** A path on this site to go to after sign-in; anything that could lead elsewhere becomes the default. */
export function safePath(path: string | null | undefined, fallback = "/admin/credits"): string {
  if (!path?.startsWith("/") || /[\\\s]/.test(path)) return fallback;
  const url = URL.canParse(path, OUR_HOST) ? new URL(path, OUR_HOST) : undefined;
  if (url?.origin !== OUR_HOST || url.pathname.startsWith("//")) return fallback;
  return url.pathname + url.search;
}
