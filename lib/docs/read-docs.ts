import { readFile } from "node:fs/promises";
import path from "node:path";
import { DOC_GROUPS, fileOfPage } from "./pages";
import { type DocSection, splitSections } from "./sections";

export interface DocPage {
  readonly slug: string;
  readonly title: string;
  /** Markdown, without the title. */
  readonly text: string;
}

/** @returns a page; undefined where there is none of that name */
export async function readDocPage(slug: string): Promise<DocPage | undefined> {
  const file = fileOfPage(slug);
  if (file === undefined) return undefined;
  const markdown = await readFile(docFile(`${file}.md`), "utf8");
  const [, title = slug, text = markdown] = /^# (.+)\n([\s\S]*)$/.exec(markdown) ?? [];
  return { slug, title, text };
}

/** All pages, by group in their order. */
export async function listDocPages() {
  return Promise.all(
    DOC_GROUPS.map(async ({ title, pages }) => ({
      title,
      pages: (await Promise.all(pages.map(readDocPage))).flatMap((page) => page ?? []),
    })),
  );
}

/** All sections of all pages, to be searched. */
export async function readDocSections(): Promise<DocSection[]> {
  const groups = await listDocPages();
  return groups.flatMap(({ pages }) => pages.flatMap(splitSections));
}

/** @returns an image of docs/images; undefined where there is none of that name */
export async function readDocImage(name: string): Promise<Buffer | undefined> {
  if (!/^[a-z-]+\.png$/.test(name)) return undefined;
  try {
    return await readFile(docFile(path.join("images", name)));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Beside the build, which is told to bring docs/ along (next.config.ts). */
function docFile(name: string): string {
  return path.join(process.cwd(), "docs", name);
}
