import GithubSlugger from "github-slugger";
import { lexer, type Token } from "marked";

/** What is found by a search: a heading with the text below it. */
export interface DocSection {
  readonly href: string;
  readonly page: string;
  readonly heading: string;
  readonly text: string;
}

/**
 * A page's sections, as its headings divide it; the text before the first belongs to the page.
 * @param page Markdown without the title
 */
export function splitSections(page: {
  readonly slug: string;
  readonly title: string;
  readonly text: string;
}): DocSection[] {
  const { slug, title, text } = page;
  const href = `/docs/${slug}`;
  const sections = [{ href, page: title, heading: title, texts: [] as string[] }];
  const toId = createHeadingIds();
  for (const token of lexer(text)) {
    if (token.type === "heading") {
      const heading = toPlainText(token);
      sections.push({ href: `${href}#${toId(heading)}`, page: title, heading, texts: [] });
    } else sections.at(-1)?.texts.push(toPlainText(token));
  }
  return sections.map(({ texts, ...section }) => ({
    ...section,
    text: texts.join(" ").replace(/\s+/g, " ").trim(),
  }));
}

/** Gives each heading of a page an id of its own, as GitHub does, so that links work on both. */
export function createHeadingIds(): (heading: string) => string {
  const slugger = new GithubSlugger();
  return (heading) => slugger.slug(heading);
}

/** What a reader reads of a token. */
export function toPlainText(token: Token): string {
  if (token.type === "table") {
    const cells = [token.header, ...token.rows].flat() as { readonly tokens: Token[] }[];
    return cells.map(({ tokens }) => tokens.map(toPlainText).join("")).join(" ");
  }
  if (token.type === "list") {
    return (token.items as Token[]).map(toPlainText).join(" ");
  }
  if ("tokens" in token && token.tokens) return token.tokens.map(toPlainText).join("");
  return "text" in token ? String(token.text) : "";
}
