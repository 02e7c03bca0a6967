/** Pages of docs/ that users and operators read in the app, by group; the others are for developers. */
export const DOC_GROUPS = [
  {
    title: "Begin",
    pages: ["stripe", "stripe-setup", "embedded-checkout"],
  },
  {
    title: "Use",
    pages: ["console", "http-api", "sign-in", "disputes", "email"],
  },
  {
    title: "Operate",
    pages: [
      "operations",
      "reconciliation",
      "webhooks",
      "jobs",
      "ledger",
      "security",
      "performance",
    ],
  },
] as const satisfies readonly DocGroup[];

interface DocGroup {
  readonly title: string;
  readonly pages: readonly string[];
}

/** Pages whose file has another name: /docs/api is the API's reference. */
const FILES: Readonly<Record<string, string>> = { "http-api": "api" };

const SLUGS: readonly string[] = DOC_GROUPS.flatMap(({ pages }) => pages);

/** @returns the file of a page within docs/, without `.md`; undefined where there is no such page */
export function fileOfPage(slug: string): string | undefined {
  return SLUGS.includes(slug) ? (FILES[slug] ?? slug) : undefined;
}

/**
 * Where a link of a document leads in the app.
 * @param href as in the file: `webhooks.md#answers`, `#answers`, or an address
 * @returns undefined for what the app doesn't serve, such as a file of the code
 */
export function resolveDocLink(href: string): string | undefined {
  if (/^https?:\/\//.test(href) || href.startsWith("#") || href.startsWith("/")) return href;
  const [, file, fragment = ""] = /^([a-z-]+)\.md(#.*)?$/.exec(href) ?? [];
  const slug = SLUGS.find((known) => file !== undefined && fileOfPage(known) === file);
  return slug && `/docs/${slug}${fragment}`;
}

/** Where an image of a document is served; undefined for one that isn't in docs/images. */
export function resolveDocImage(src: string): string | undefined {
  return /^images\/[a-z-]+\.png$/.test(src) ? `/docs/${src}` : undefined;
}
