import type { Metadata } from "next";
import { OperationCard } from "@/components/api-reference/operation-card";
import { PageHeader } from "@/components/page-header";
import { env } from "@/env";
import { readReference } from "@/lib/api/reference";

export const metadata: Metadata = { title: "API reference" };

/** The OpenAPI document for people to read: no script, nothing from another host. */
export default function ApiReferencePage() {
  const tags = readReference(env().web.appUrl);
  return (
    <>
      <PageHeader
        title="API reference"
        lead={
          <>
            Send <code>Authorization: Bearer occ_…</code>. The same as an OpenAPI 3.1 document:{" "}
            <a className="underline underline-offset-4" href="/api/v1/openapi.json">
              /api/v1/openapi.json
            </a>
          </>
        }
      />
      <nav aria-label="Operations" className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {tags.map(({ tag, operations }) => (
          <div key={tag} className="grid content-start gap-1">
            <p className="font-medium">{tag}</p>
            <ul className="grid gap-0.5">
              {operations.map(({ id, method, path }) => (
                <li key={id}>
                  <a className="text-xs underline-offset-4 hover:underline" href={`#${id}`}>
                    <code className="break-all">{`${method} ${path}`}</code>
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      {tags.map(({ tag, operations }) => (
        <section key={tag} className="grid gap-4">
          <h2 className="font-semibold text-xl">{tag}</h2>
          {operations.map((operation) => (
            <OperationCard key={operation.id} operation={operation} />
          ))}
        </section>
      ))}
    </>
  );
}
