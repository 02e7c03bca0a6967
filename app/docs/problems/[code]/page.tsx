import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/page-header";
import { findErrorText } from "@/lib/shared/errors";

interface Props {
  readonly params: Promise<{ readonly code: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: findErrorText((await params).code)?.title };
}

/** What an error means and what to do: the page that `type` of a problem document names. */
export default async function ProblemPage({ params }: Props) {
  const { code } = await params;
  const error = findErrorText(code);
  if (!error) notFound();
  return (
    <>
      <PageHeader
        title={error.title}
        lead={
          <>
            HTTP status {error.status}, code <code>{code}</code>
          </>
        }
      />
      <p className="max-w-prose">{error.help}</p>
    </>
  );
}
