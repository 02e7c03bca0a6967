import { Package, Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Amount, MoneyAmount } from "@/components/credits/amount";
import { PageHeader } from "@/components/page-header";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { may } from "@/lib/access/permissions";
import { requireStaff } from "@/lib/access/require";
import { listPacks } from "@/lib/purchases/packs";
import { database } from "@/lib/runtime/database";

export const metadata: Metadata = { title: "Packs" };

/** What is sold, in the order in which it is shown, and what was sold before. */
export default async function PacksPage() {
  const mayEdit = may(await requireStaff("/admin/credits/packs"), "packs.edit");
  const packs = await listPacks(database().read, { includeInactive: true });
  return (
    <>
      <PageHeader title="Packs" lead="What customers can buy, in the order in which it is shown.">
        {mayEdit && (
          <Button asChild size="sm">
            <Link href="/admin/credits/packs/new">
              <Plus aria-hidden /> New pack
            </Link>
          </Button>
        )}
      </PageHeader>
      <Card>
        {packs.length === 0 ? (
          <EmptyState icon={Package} title="No packs yet">
            Add a pack, so that customers can buy credits.
          </EmptyState>
        ) : (
          <Table aria-label="Packs">
            <thead>
              <tr>
                <Th>Pack</Th>
                <Th>Code</Th>
                <Th className="text-right">Credits</Th>
                <Th className="text-right">Price</Th>
                <Th>State</Th>
              </tr>
            </thead>
            <tbody>
              {packs.map((pack) => (
                <Tr key={pack.id}>
                  <Td place="first">
                    {mayEdit ? (
                      <Link
                        href={`/admin/credits/packs/${pack.code}`}
                        className="font-medium text-accent hover:underline"
                      >
                        {pack.name}
                      </Link>
                    ) : (
                      <span className="font-medium">{pack.name}</span>
                    )}
                  </Td>
                  <Td place="second" className="text-muted-foreground">
                    <code>{pack.code}</code>
                  </Td>
                  <Td place="dropped" className="text-right">
                    <Amount amount={pack.credits} />
                  </Td>
                  <Td place="first-right" className="text-right">
                    <MoneyAmount amountMinor={pack.priceMinor} currency={pack.currency} />
                  </Td>
                  <Td place="second-right">
                    <Badge tone={pack.active ? "positive" : "neutral"}>
                      {pack.active ? "For sale" : "Retired"}
                    </Badge>
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )}
      </Card>
    </>
  );
}
