/** What the policy of a page depends on. */
export interface PolicyContext {
  /** Random, made anew for each answer: only scripts that carry it run. */
  readonly nonce: string;
  /** Next's development server evaluates code and talks to the page over a socket. */
  readonly development: boolean;
  /** Whether people reach the product over https. */
  readonly https: boolean;
  /** Where Stripe's API is spoken instead of Stripe: the emulator, whose pages people are sent to. */
  readonly stripeApiBase: string | undefined;
  /** Checkout is shown within our page, so Stripe's script and frames are let in. */
  readonly embedsStripe: boolean;
}

/**
 * The Content-Security-Policy of a page. Everything is forbidden that isn't named; scripts need
 * the nonce, styles may stand in the page (React writes style attributes).
 * https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP
 */
export function contentSecurityPolicy(context: PolicyContext): string {
  const { nonce, development, https, stripeApiBase, embedsStripe } = context;
  const emulator = stripeApiBase ? [new URL(stripeApiBase).origin] : [];
  const stripe = embedsStripe ? ["https://js.stripe.com", "https://*.js.stripe.com"] : [];
  const embedded = embedsStripe ? emulator : [];
  const frames = embedsStripe
    ? ["https://js.stripe.com", "https://hooks.stripe.com", "https://checkout.stripe.com"]
    : [];
  const directives: Record<string, readonly string[]> = {
    "default-src": ["'none'"],
    "script-src": [
      ...["'self'", `'nonce-${nonce}'`, ...stripe, ...embedded],
      ...(development ? ["'unsafe-eval'"] : []),
    ],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", ...(embedsStripe ? ["https://*.stripe.com"] : [])],
    "font-src": ["'self'"],
    "connect-src": [
      ...["'self'", ...(embedsStripe ? ["https://api.stripe.com"] : []), ...embedded],
      ...(development ? ["ws:", "wss:"] : []),
    ],
    "frame-src": ["'self'", ...frames, ...embedded],
    "manifest-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'", "https://checkout.stripe.com", ...emulator],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
  };
  const policy = Object.entries(directives).map(([name, values]) => [name, ...values].join(" "));
  return [...policy, ...(https ? ["upgrade-insecure-requests"] : [])].join("; ");
}

/** What stands on every answer, whoever makes it. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy":
    "camera=(), microphone=(), geolocation=(), usb=(), browsing-topics=(), payment=(self), publickey-credentials-get=(self), publickey-credentials-create=(self)",
  "cross-origin-opener-policy": "same-origin-allow-popups",
  "cross-origin-resource-policy": "same-origin",
};

/** Two years, as preload lists ask for: https://hstspreload.org */
export const STRICT_TRANSPORT = "max-age=63072000; includeSubDomains";

/** A page has a policy of its own; a file of the build is kept by browsers; the rest is data. */
export type AnswerKind = "page" | "file" | "data";

/** What is a file of the build or of public, whose policy Next doesn't set. */
const FILES = /^\/(_next\/|brand\/|favicon\.ico$)/;

/** @param path without its query */
export function answerKindOf(path: string): AnswerKind {
  if (path.startsWith("/api/")) return "data";
  return FILES.test(path) ? "file" : "page";
}

/** What stands on an answer that our own server gives, before its handler adds to it. */
export function answerHeaders(kind: AnswerKind, https: boolean): Record<string, string> {
  return {
    ...COMMON_HEADERS,
    ...(kind === "file" && FILE_HEADERS),
    ...(kind === "data" && API_HEADERS),
    ...(https && { "strict-transport-security": STRICT_TRANSPORT }),
  };
}

/** What an answer says that is no page: nothing in it runs as one. */
export const FILE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

/** The same for data, which nobody keeps. */
export const API_HEADERS: Readonly<Record<string, string>> = {
  ...FILE_HEADERS,
  "cache-control": "no-store",
};
