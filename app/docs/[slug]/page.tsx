import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Markdown } from "@/components/docs/markdown";
import { PageHeader } from "@/components/page-header";
import { resolveDocImage, resolveDocLink } from "@/lib/docs/pages";
import { readDocPage } from "@/lib/docs/read-docs";
import { createHeadingIds, toPlainText } from "@/lib/docs/sections";

interface Props {
  readonly params: Promise<{ readonly slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readDocPage((await params).slug))?.title };
}

/** A page of docs/ that is for users or operators. */
export default async function DocPage({ params }: Props) {
  const page = await readDocPage((await params).slug);
  if (!page) notFound();
  const toId = createHeadingIds();
  return (
    <>
      <PageHeader title={page.title} />
      <Markdown
        text={page.text}
        toId={(heading) => toId(toPlainText(heading))}
        resolveLink={resolveDocLink}
        resolveImage={resolveDocImage}
      />
    </>
  );
}
