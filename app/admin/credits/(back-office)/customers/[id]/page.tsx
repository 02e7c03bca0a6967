import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BalanceCard } from "@/components/credits/balance-card";
import { ExplainedEntries } from "@/components/credits/explained-entries";
import { LotsTable } from "@/components/credits/lots-table";
import { PurchasesTable } from "@/components/credits/purchases-table";
import { DescriptionList } from "@/components/description-list";
import { PageHeader } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { Code } from "@/components/ui/code";
import { Pager } from "@/components/ui/pager";
import { Timestamp } from "@/components/ui/timestamp";
import { requireAdmin } from "@/lib/access";
import { findOwner } from "@/lib/customers/accounts";
import { readAccount } from "@/lib/ledger/read-account";
import { listEntries, listOpenLots } from "@/lib/ledger/read-entries";
import { hasOpenDispute } from "@/lib/purchases/disputes";
import { listPurchases } from "@/lib/purchases/list-purchases";
import { database } from "@/lib/runtime/database";
import { isId } from "@/lib/shared/ids";
import { readQuery, readSeq, type SearchParams, withQuery } from "@/lib/shared/query";

export const metadata: Metadata = { title: "Customer" };

const PAGE_SIZE = 25;
const LATEST_PURCHASES = 10;

interface Props {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: SearchParams;
}

/** One account with everything that explains its balance. */
export default async function AccountPage({ params, searchParams }: Props) {
  await requireAdmin();
  const { id } = await params;
  if (!isId(id)) notFound();
  const before = readSeq((await readQuery(searchParams, "before")).before);
  const db = database().read;
  const [owner, account, lots, rows, purchases, disputed] = await Promise.all([
    findOwner(db, id),
    readAccount(db, id),
    listOpenLots(db, id),
    listEntries(db, { accountId: id, before, limit: PAGE_SIZE + 1 }),
    listPurchases(db, { accountId: id, limit: LATEST_PURCHASES }),
    hasOpenDispute(db, id),
  ]);
  if (!owner && account.entries === 0) notFound();
  const path = `/admin/credits/customers/${id}`;
  const entries = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? entries.at(-1) : undefined;
  return (
    <>
      <PageHeader
        title={owner?.email ?? "Account without a user"}
        lead={owner?.name}
        trail={[{ href: "/admin/credits/customers", label: "Customers" }]}
      >
        {owner?.role === "admin" && <Badge tone="accent">Admin</Badge>}
        {owner?.deletedAt && <Badge tone="negative">Deleted</Badge>}
      </PageHeader>
      {disputed && (
        <Alert tone="warning" title="One of this customer’s payments is disputed at the bank">
          Its credits are removed until the bank decides.
        </Alert>
      )}
      <BalanceCard account={account} reader="admin" />
      <Card className="px-5 py-2">
        <DescriptionList
          items={[
            ["Account id", <Code key="account" label="Copy the account id" text={id} />],
            ...(owner
              ? [
                  [
                    "User id",
                    <Code key="user" label="Copy the user id" text={owner.id} />,
                  ] as const,
                  ["Signed up", <Timestamp key="since" at={owner.createdAt} />] as const,
                ]
              : []),
          ]}
        />
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Credits left, in the order of use</CardTitle>
        </CardHeader>
        <LotsTable lots={lots} />
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Activity</CardTitle>
        </CardHeader>
        <ExplainedEntries entries={entries} />
        <Pager
          newest={before === undefined ? undefined : path}
          older={last && withQuery(path, { before: String(last.seq) })}
        />
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Latest purchases</CardTitle>
        </CardHeader>
        <PurchasesTable purchases={purchases} reader="admin" />
      </Card>
    </>
  );
}
