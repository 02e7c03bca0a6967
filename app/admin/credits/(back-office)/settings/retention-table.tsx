import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { Retention } from "@/lib/retention/list-retention";
import { countNoun } from "@/lib/shared/count-noun";

/** How long data is kept, which variable of the environment says so, and what the last run removed. */
export function RetentionTable({ rules }: { readonly rules: readonly Retention[] }) {
  return (
    <Table aria-label="Retention">
      <thead>
        <tr>
          <Th>Data</Th>
          <Th>Kept for</Th>
          <Th>Last run</Th>
        </tr>
      </thead>
      <tbody>
        {rules.map(({ name, days, setting, lastRun }) => (
          <Tr key={name}>
            <Td place="first">
              <p className="font-medium first-letter:uppercase">{name}</p>
              <p className="text-muted-foreground text-xs">
                {setting ? <code>{setting}</code> : "Fixed"}
              </p>
            </Td>
            <Td place="first-right" className="tabular-nums">
              {days === 0 ? "Always" : countNoun(days, "day")}
            </Td>
            <Td place="last" className="text-muted-foreground">
              {lastRun ? (
                <>
                  <Timestamp at={lastRun.finishedAt} />, {countNoun(lastRun.removed, "row")} removed
                </>
              ) : (
                "Not yet"
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
