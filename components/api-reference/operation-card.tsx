import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { OperationReference } from "@/lib/api/reference";
import { FieldTable } from "./field-table";

/** One operation of the API: what it takes, what it answers, and its errors. */
export function OperationCard({ operation }: { readonly operation: OperationReference }) {
  const { id, method, path, summary, description, statuses } = operation;
  return (
    <Card id={id} className="grid gap-4 pb-4 scroll-mt-4" aria-labelledby={`${id}-title`}>
      <CardHeader className="flex-col items-start gap-2 pb-0">
        <CardTitle id={`${id}-title`}>{summary}</CardTitle>
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone={method === "GET" ? "neutral" : "accent"}>{method}</Badge>
          <code className="break-all">{path}</code>
        </p>
      </CardHeader>
      {description && <CardContent className="pb-0">{description}</CardContent>}
      <FieldTable title="Parameters" fields={operation.parameters} />
      <FieldTable title="Body" fields={operation.body} />
      <FieldTable title="Answer (200)" fields={operation.answer} />
      <CardContent className="grid gap-1 pb-0">
        <h4 className="font-medium text-muted-foreground text-xs">Errors</h4>
        <ul className="grid gap-0.5 text-xs">
          {statuses.map((error) => (
            <li key={error.status}>
              <span className="font-medium tabular-nums">{error.status}</span> {error.description}
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}
