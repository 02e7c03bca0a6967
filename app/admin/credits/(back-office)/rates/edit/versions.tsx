import { Prices } from "@/components/credits/rates-table";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { RateVersion } from "@/lib/rates/list-rates";

interface Props {
  readonly versions: readonly RateVersion[];
  readonly nameActor: (actor: string) => string;
}

/** What a model cost before, and who changed it. */
export function Versions({ versions, nameActor }: Props) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Versions</CardTitle>
      </CardHeader>
      <Table aria-label="Versions">
        <thead>
          <tr>
            <Th>Version</Th>
            <Th>Prices in credits</Th>
            <Th>By</Th>
            <Th>Since</Th>
          </tr>
        </thead>
        <tbody>
          {versions.map(({ version, terms, createdBy, createdAt }) => (
            <Tr key={version}>
              <Td place="first" className="tabular-nums">
                {version}
              </Td>
              <Td place="last">{terms ? <Prices terms={terms} /> : "Removed"}</Td>
              <Td place="second" className="break-all text-muted-foreground">
                {nameActor(createdBy)}
              </Td>
              <Td place="first-right" className="text-muted-foreground">
                <Timestamp at={createdAt} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
