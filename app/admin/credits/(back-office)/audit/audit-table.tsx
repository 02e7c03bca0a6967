import { ScrollText } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { StoredAuditEntry } from "@/lib/audit/list-audit-entries";
import { withQuery } from "@/lib/shared/query";

interface Props {
  readonly rows: readonly StoredAuditEntry[];
  /** Names of actors by their id. */
  readonly actors: ReadonlyMap<string, string>;
}

export function AuditTable({ rows, actors }: Props) {
  if (rows.length === 0) {
    return (
      <EmptyState icon={ScrollText} title="No entries">
        Nothing of this kind was done in this time.
      </EmptyState>
    );
  }
  return (
    <Table>
      <thead>
        <tr>
          <Th>When</Th>
          <Th>Who</Th>
          <Th>What</Th>
          <Th>Details</Th>
          <Th>From, request</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td place="second">
              <Timestamp at={row.at} />
            </Td>
            <Td place="second-right" className="break-all">
              {actors.get(row.actor) ?? row.actor}
            </Td>
            <Td place="first">
              <p className="font-medium">{row.action}</p>
              {row.targetId && (
                <p className="break-all text-muted-foreground text-xs">
                  {row.targetType} {row.targetId}
                </p>
              )}
            </Td>
            <Td place="last" className="max-w-sm break-words text-muted-foreground text-xs">
              {describeDetails(row.details)}
            </Td>
            <Td place="first-right" className="break-all">
              {row.ip}
              {row.requestId && (
                <Link
                  href={withQuery("/admin/credits/audit", { search: row.requestId }) as "/"}
                  title="Everything of this request"
                  className="block max-w-40 break-all font-mono text-muted-foreground text-xs underline underline-offset-4"
                >
                  {row.requestId}
                </Link>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Details as "name: value", without braces: most are one or two words. */
function describeDetails(details: Readonly<Record<string, unknown>>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" · ");
}
