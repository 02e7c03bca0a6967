import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/page-header";
import { listErrorTexts } from "@/lib/shared/errors";

export const metadata: Metadata = { title: "Errors" };

/** Every error that the API answers with. */
export default function ProblemsPage() {
  return (
    <>
      <PageHeader
        title="Errors"
        lead="Each is a problem document (RFC 9457); its type is the address of the page here."
      />
      <ul className="grid gap-3">
        {listErrorTexts().map(({ code, status, title }) => (
          <li key={code}>
            <Link className="underline underline-offset-4" href={`/docs/problems/${code}`}>
              {title}
            </Link>{" "}
            <span className="text-muted-foreground">
              {status} <code>{code}</code>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
