import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { FieldRow } from "@/lib/api/reference";

/** The parameters or fields of an operation. */
export function FieldTable({
  title,
  fields,
}: {
  readonly title: string;
  readonly fields: readonly FieldRow[];
}) {
  if (fields.length === 0) return null;
  return (
    <div className="grid gap-2">
      <h4 className="px-5 font-medium text-muted-foreground text-xs">{title}</h4>
      <Table>
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>Type</Th>
            <Th>Notes</Th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, type, required, note }) => (
            <Tr key={name}>
              <Td place="first">
                <code className="break-all">{name}</code>
              </Td>
              <Td place="first-right" className="text-muted-foreground text-xs">
                {type}
              </Td>
              <Td place="last" className="text-muted-foreground text-xs">
                {[required && "Required.", note].filter(Boolean).join(" ")}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
