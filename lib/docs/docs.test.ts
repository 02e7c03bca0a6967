import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { resolveDocImage, resolveDocLink } from "./pages";
import { listDocPages, readDocImage, readDocPage, readDocSections } from "./read-docs";
import { searchDocs } from "./search-docs";
import { splitSections } from "./sections";

/** Pages of docs/ that are for developers of the project. */
const FOR_DEVELOPERS = ["dependencies", "emulator", "testing"];

describe("the documentation in the app", () => {
  it("has each page of docs/ that is for users or operators, with its title", async () => {
    const pages = (await listDocPages()).flatMap((group) => group.pages);
    const files = readdirSync("docs").filter((name) => name.endsWith(".md"));
    const shown = pages.map(({ slug }) => (slug === "http-api" ? "api" : slug));
    expect([...shown, ...FOR_DEVELOPERS].map((name) => `${name}.md`).sort()).toEqual(files);
    for (const { title, slug } of pages) expect(title, slug).not.toBe(slug);
  });

  it("has no page for a name that isn't listed, however it is written", async () => {
    for (const slug of ["testing", "api", "../README", "", "stripe.md"]) {
      expect(await readDocPage(slug)).toBeUndefined();
    }
    for (const name of ["../stripe.md", "none.png", "landing.png/.."]) {
      expect(await readDocImage(name)).toBeUndefined();
    }
    expect((await readDocImage("landing.png"))?.subarray(1, 4).toString()).toBe("PNG");
  });

  it("links between pages lead to pages and sections that are there", async () => {
    const sections = (await readDocSections()).map(({ href }) => href);
    const pages = (await listDocPages()).flatMap((group) => group.pages);
    for (const { slug, text } of pages) {
      for (const [, href = ""] of text.matchAll(/\]\(([^)]+)\)/g)) {
        const target = resolveDocLink(href);
        if (target === undefined || /^https?:/.test(target)) continue;
        const address = target.startsWith("#") ? `/docs/${slug}${target}` : target;
        expect([...sections, "/docs/api", "/docs/problems"], `${slug}: ${href}`).toContain(address);
      }
    }
  });

  it("links to files of the code lead nowhere, and to other places as they are", () => {
    expect(resolveDocLink("webhooks.md#answers")).toBe("/docs/webhooks#answers");
    expect(resolveDocLink("api.md")).toBe("/docs/http-api");
    expect(resolveDocLink("https://stripe.com")).toBe("https://stripe.com");
    for (const href of ["../db/grants.ts", "testing.md", "decisions/0001.md", "javascript:x"]) {
      expect(resolveDocLink(href), href).toBeUndefined();
    }
    expect(resolveDocImage("images/landing.png")).toBe("/docs/images/landing.png");
    expect(resolveDocImage("https://example.com/a.png")).toBeUndefined();
  });
});

describe("a search in the documentation", () => {
  const page = {
    slug: "one",
    title: "First page",
    text: "Before [all](x.md).\n\n## A `head` of it\n\n| a | b |\n| - | - |\n| Table | cell |\n\n```sh\n# no heading\n```\n\n## A head of it\n\nLast words.",
  };
  const sections = splitSections(page);

  it("looks through the text of each section, under the address of its heading", () => {
    expect(sections.map(({ href, heading }) => [href, heading])).toEqual([
      ["/docs/one", "First page"],
      ["/docs/one#a-head-of-it", "A head of it"],
      ["/docs/one#a-head-of-it-1", "A head of it"],
    ]);
    expect(sections.map(({ text }) => text)).toEqual([
      "Before all.",
      "a b Table cell # no heading",
      "Last words.",
    ]);
  });

  it("finds sections that have all words, whatever their case; headings first", () => {
    expect(searchDocs(sections, "LAST  word").map(({ excerpt }) => excerpt)).toEqual([
      "Last words.",
    ]);
    expect(searchDocs(sections, "first").map(({ href }) => href)[0]).toBe("/docs/one");
    expect(searchDocs(sections, "head cell")).toHaveLength(1);
    expect(searchDocs(sections, "head nothing")).toEqual([]);
    expect(searchDocs(sections, "  ")).toEqual([]);
  });

  it("shows some of the text around what it found", () => {
    const text = `${"before ".repeat(30)}the word${" after".repeat(60)}`;
    const [hit] = searchDocs(splitSections({ slug: "a", title: "A", text }), "word");
    expect(hit?.excerpt).toMatch(/^… (before )+the word( after)+ …$/);
  });

  it("finds what an operator looks for", async () => {
    const all = await readDocSections();
    expect(searchDocs(all, "wrong secret").length).toBeGreaterThan(0);
    expect(searchDocs(all, "backup")[0]?.href).toContain("/docs/operations");
    expect(readFileSync("docs/operations.md", "utf8")).toContain("npm run backup");
  });
});
