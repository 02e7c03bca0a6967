import { Search } from "lucide-react";
import type { Metadata } from "next";
import Form from "next/form";
import Link from "next/link";
import { DocHits } from "@/components/docs/doc-hits";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { env } from "@/env";
import { readReference } from "@/lib/api/reference";
import { listDocPages, readDocSections } from "@/lib/docs/read-docs";
import { searchDocs } from "@/lib/docs/search-docs";
import type { DocSection } from "@/lib/docs/sections";

export const metadata: Metadata = { title: "Documentation" };

const MAX_QUERY_CHARACTERS = 100;

interface Props {
  readonly searchParams: Promise<{ readonly q?: string | string[] }>;
}

/** All pages of the documentation, or what a search finds in them and in the API's reference. */
export default async function DocsPage({ searchParams }: Props) {
  const { q } = await searchParams;
  const query = (typeof q === "string" ? q : "").slice(0, MAX_QUERY_CHARACTERS).trim();
  return (
    <>
      <PageHeader
        title="Documentation"
        lead="For who runs this installation, and for who uses it."
      />
      <Form action="/docs" role="search" className="flex max-w-xl gap-2">
        <Input
          type="search"
          name="q"
          aria-label="Search the documentation"
          placeholder="Search, such as: refund"
          maxLength={MAX_QUERY_CHARACTERS}
          defaultValue={query}
        />
        <Button type="submit" variant="secondary">
          <Search aria-hidden className="size-4" />
          Search
        </Button>
      </Form>
      {query ? <Found query={query} /> : <Contents />}
    </>
  );
}

async function Found({ query }: { readonly query: string }) {
  const sections = [...(await readDocSections()), ...listOperations()];
  return <DocHits query={query} hits={searchDocs(sections, query)} />;
}

/** Each operation of the HTTP API, to be found like a section. */
function listOperations(): DocSection[] {
  return readReference(env().web.appUrl).flatMap(({ operations }) =>
    operations.map(({ id, method, path, summary }) => ({
      href: `/docs/api#${id}`,
      page: "API reference",
      heading: `${method} ${path}`,
      text: summary,
    })),
  );
}

async function Contents() {
  const groups = await listDocPages();
  return (
    <div className="grid gap-8 sm:grid-cols-2 lg:grid-cols-3">
      {groups.map(({ title, pages }) => (
        <nav key={title} aria-label={title} className="grid content-start gap-2">
          <h2 className="font-semibold text-lg">{title}</h2>
          <ul className="grid gap-1.5">
            {pages.map((page) => (
              <li key={page.slug}>
                <Link
                  href={`/docs/${page.slug}` as "/docs"}
                  className="underline-offset-4 hover:underline"
                >
                  {page.title}
                </Link>
              </li>
            ))}
            {title === "Use" && (
              <li>
                <Link href="/docs/api" className="underline-offset-4 hover:underline">
                  API reference
                </Link>
              </li>
            )}
          </ul>
        </nav>
      ))}
    </div>
  );
}
