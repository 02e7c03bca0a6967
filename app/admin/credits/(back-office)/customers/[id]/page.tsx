import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BalanceCard } from "@/components/credits/balance-card";
import { ExplainedEntries } from "@/components/credits/explained-entries";
import { LotsTable } from "@/components/credits/lots-table";
import { PurchasesTable } from "@/components/credits/purchases-table";
import { PageHeader } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { requireStaff } from "@/lib/access";
import { approvalLimit } from "@/lib/customers/change-credits";
import { findOwner, nameOwner } from "@/lib/customers/find-owner";
import { readAccountAndLots } from "@/lib/ledger/read-account";
import { listEntries } from "@/lib/ledger/read-entries";
import { hasOpenDispute } from "@/lib/purchases/disputes";
import { listPurchases } from "@/lib/purchases/list-purchases";
import { database } from "@/lib/runtime/database";
import { isId, newId } from "@/lib/shared/ids";
import { readQuery, readSeq, type SearchParams, withQuery } from "@/lib/shared/query";
import { ChangeForm } from "./change-form";
import { Identity } from "./identity";
import { Notes } from "./notes";
import { Reach } from "./reach";

export const metadata: Metadata = { title: "Customer" };

const PAGE_SIZE = 25;
const LATEST_PURCHASES = 10;

interface Props {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: SearchParams;
}

/** A customer's whole story: balance, purchases, activity, keys, sessions, mails and notes. */
export default async function CustomerPage({ params, searchParams }: Props) {
  const { id } = await params;
  const path = `/admin/credits/customers/${id}`;
  await requireStaff(path);
  if (!isId(id)) notFound();
  const before = readSeq((await readQuery(searchParams, "before")).before);
  const db = database().read;
  const [owner, { account, lots }, rows, purchases, disputed] = await Promise.all([
    findOwner(db, id),
    readAccountAndLots(db, id),
    listEntries(db, { accountId: id, before, limit: PAGE_SIZE + 1 }),
    listPurchases(db, { accountId: id, limit: LATEST_PURCHASES }),
    hasOpenDispute(db, id),
  ]);
  if (!owner && account.entries === 0) notFound();
  const entries = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? entries.at(-1) : undefined;
  const name = nameOwner(owner) ?? "Account without an owner";
  return (
    <>
      <PageHeader
        title={name}
        lead={owner?.user?.name ?? owner?.customer?.name}
        trail={[{ href: "/admin/credits/customers", label: "Customers" }]}
      >
        <div className="flex gap-2">
          {owner?.user && owner.user.role !== "buyer" && (
            <Badge tone="accent">{owner.user.role}</Badge>
          )}
          {owner?.user?.disabledAt && <Badge tone="warning">Disabled</Badge>}
          {owner?.user?.deletedAt && <Badge tone="negative">Deleted</Badge>}
        </div>
      </PageHeader>
      {disputed && (
        <Alert tone="warning" title="One of this customer’s payments is disputed at the bank">
          Its credits are removed until the bank decides.
        </Alert>
      )}
      <BalanceCard account={account} lots={lots} reader="admin" />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <Card>
            <CardHeader>
              <CardTitle>Latest purchases</CardTitle>
            </CardHeader>
            <PurchasesTable purchases={purchases} reader="admin" />
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
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <Identity accountId={id} owner={owner} />
          <ChangeForm
            accountId={id}
            customer={name}
            requestId={newId()}
            limit={approvalLimit()}
            available={account.available}
          />
          <Notes accountId={id} />
          <Reach accountId={id} user={owner?.user} />
        </div>
      </div>
    </>
  );
}
