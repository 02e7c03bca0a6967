import { describe, expect, it } from "vitest";
import { answerHeaders, contentSecurityPolicy } from "./security-headers";

const production = {
  nonce: "bm9uY2U=",
  development: false,
  https: true,
  stripeApiBase: undefined,
  embedsStripe: false,
};

function directivesOf(policy: string): Map<string, string[]> {
  return new Map(
    policy.split("; ").map((directive) => {
      const [name = "", ...values] = directive.split(" ");
      return [name, values];
    }),
  );
}

/**
 * Mozilla Observatory's tests, as it scores them: each that fails takes points from 100, and some
 * give more. https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring
 */
function observatoryScore(headers: Record<string, string>): number {
  const policy = directivesOf(headers["content-security-policy"] ?? "");
  const scripts = policy.get("script-src") ?? policy.get("default-src") ?? ["*"];
  const nonceOrHash = scripts.some((value) => /^'(nonce|sha\d+)-/.test(value));
  const unsafe =
    (scripts.includes("'unsafe-inline'") && !nonceOrHash) || scripts.includes("'unsafe-eval'");
  const wide = scripts.some((value) => ["*", "https:", "http:", "data:"].includes(value));
  const objects = policy.get("object-src") ?? policy.get("default-src") ?? ["*"];
  const maxAge = Number(/max-age=(\d+)/.exec(headers["strict-transport-security"] ?? "")?.[1] ?? 0);
  const framed = policy.get("frame-ancestors")?.includes("'none'");
  let score = 100;
  if (policy.size < 2) score -= 25;
  else if (unsafe || wide || !objects.includes("'none'")) score -= 20;
  else score += policy.get("default-src")?.join() === "'none'" ? 10 : 5;
  if (maxAge === 0) score -= 20;
  else if (maxAge < 15_768_000) score -= 10;
  if (headers["x-content-type-options"] !== "nosniff") score -= 5;
  if (!framed && headers["x-frame-options"] !== "DENY") score -= 20;
  else if (framed) score += 5;
  if (/^(no-referrer|same-origin|strict-origin)/.test(headers["referrer-policy"] ?? "")) score += 5;
  if (/same-(origin|site)/.test(headers["cross-origin-resource-policy"] ?? "")) score += 10;
  return score;
}

describe("the headers of a page", () => {
  const page = {
    ...answerHeaders({ api: false, https: true }),
    "content-security-policy": contentSecurityPolicy(production),
  };

  it("get an A+ by Mozilla Observatory's rules", () => {
    expect(observatoryScore(page)).toBeGreaterThanOrEqual(100);
  });

  it.each([
    ["content-security-policy", ""],
    ["content-security-policy", "default-src 'none'; script-src 'unsafe-inline'"],
    ["strict-transport-security", ""],
  ])("would not with %s: %j", (name, value) => {
    expect(observatoryScore({ ...page, [name]: value })).toBeLessThan(observatoryScore(page) - 15);
  });

  it("name no https over http, where it would lock a developer's browser", () => {
    expect(answerHeaders({ api: false, https: false })).not.toHaveProperty(
      "strict-transport-security",
    );
    const policy = contentSecurityPolicy({ ...production, https: false });
    expect(policy).not.toContain("upgrade-insecure-requests");
  });

  it("let forms lead to Stripe's checkout, and to the emulator where it stands in", () => {
    const forms = (stripeApiBase: string | undefined) =>
      directivesOf(contentSecurityPolicy({ ...production, stripeApiBase })).get("form-action");
    expect(forms(undefined)).toEqual(["'self'", "https://checkout.stripe.com"]);
    expect(forms("http://127.0.0.1:12111")).toContain("http://127.0.0.1:12111");
  });

  it("let Stripe's script and frames in only where checkout is embedded", () => {
    expect(contentSecurityPolicy(production)).not.toContain("js.stripe.com");
    const policy = directivesOf(contentSecurityPolicy({ ...production, embedsStripe: true }));
    expect(policy.get("script-src")).toContain("https://js.stripe.com");
    expect(policy.get("frame-src")).toContain("https://checkout.stripe.com");
  });

  it("evaluate code in development only, for Next's own server", () => {
    expect(contentSecurityPolicy(production)).not.toContain("unsafe-eval");
  });
});

it("the headers of the API forbid browsers to run or keep an answer", () => {
  expect(answerHeaders({ api: true, https: true })).toMatchObject({
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
});
