/** The directives of a Content-Security-Policy. */
export function directivesOf(policy: string): Map<string, string[]> {
  return new Map(
    policy.split("; ").map((directive) => {
      const [name = "", ...values] = directive.split(" ");
      return [name, values];
    }),
  );
}

/**
 * Mozilla Observatory's tests, as it scores them: each that fails takes points from 100, and some
 * give more; from 100 on it is an A+. https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring
 */
export function observatoryScore(headers: Readonly<Record<string, string>>): number {
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
