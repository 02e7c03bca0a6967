import { Badge } from "@/components/ui/badge";
import { Card, CardTitle } from "@/components/ui/card";
import type { OperationReference } from "@/lib/api/reference";
import { FieldTable } from "./field-table";

/** One operation of the API: what it takes, what it answers, and its errors. */
export function OperationCard({ operation }: { readonly operation: OperationReference }) {
  const { id, method, path, summary, description, statuses } = operation;
  return (
    <Card id={id} className="grid gap-4 pb-4 scroll-mt-4" aria-labelledby={`${id}-title`}>
      <div className="grid justify-items-start gap-2 px-5 pt-4">
        <CardTitle id={`${id}-title`}>{summary}</CardTitle>
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone={method === "GET" ? "neutral" : "accent"}>{method}</Badge>
          <code className="break-all">{path}</code>
        </p>
      </div>
      {description && <div className="px-5">{description}</div>}
      <FieldTable title="Parameters" fields={operation.parameters} />
      <FieldTable title="Body" fields={operation.body} />
      <FieldTable title="Answer (200)" fields={operation.answer} />
      <div className="grid gap-1 px-5">
        <h4 className="font-medium text-muted-foreground text-xs">Errors</h4>
        <ul className="grid gap-0.5 text-xs">
          {statuses.map((error) => (
            <li key={error.status}>
              <span className="font-medium tabular-nums">{error.status}</span> {error.description}
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}
