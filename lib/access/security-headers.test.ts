import { describe, expect, it } from "vitest";
import { directivesOf, observatoryScore } from "@/dev/test/kits/access/observatory";
import { answerHeaders, contentSecurityPolicy } from "./security-headers";

const production = {
  nonce: "bm9uY2U=",
  development: false,
  https: true,
  stripeApiBase: undefined,
  embedsStripe: false,
};

describe("the headers of a page", () => {
  const page = {
    ...answerHeaders("page", true),
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
    expect(answerHeaders("page", false)).not.toHaveProperty("strict-transport-security");
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
  expect(answerHeaders("data", true)).toMatchObject({
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
});
