import type { Metadata } from "next";
import Link from "next/link";
import {
  DeadJobsNotice,
  DisputesNotice,
  EventsNotice,
} from "@/components/credits/attention-notices";
import { BalanceCard } from "@/components/credits/balance-card";
import { EntriesTable } from "@/components/credits/entries-table";
import { PackCard } from "@/components/credits/pack-card";
import { PurchasesTable } from "@/components/credits/purchases-table";
import { PageHeader } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { env } from "@/env";
import { requirePerson } from "@/lib/access";
import { readAccount } from "@/lib/ledger/read-account";
import { listEntries } from "@/lib/ledger/read-entries";
import { countUnanswered, hasOpenDispute } from "@/lib/purchases/disputes";
import { findPurchase } from "@/lib/purchases/find-purchase";
import { listPurchases } from "@/lib/purchases/list-purchases";
import { listPacks } from "@/lib/purchases/packs";
import { countJobs } from "@/lib/queue/dead-jobs";
import { database } from "@/lib/runtime/database";
import { isId } from "@/lib/shared/ids";
import { readQuery, type SearchParams } from "@/lib/shared/query";
import { countEventsNeedingAttention } from "@/lib/webhooks/list-events";
import { PurchaseForm } from "../../purchase-form";

export const metadata: Metadata = { title: "Credits" };

const LATEST = 5;

export default async function CreditsPage({ searchParams }: { searchParams: SearchParams }) {
  const { id, accountId, role } = await requirePerson();
  const { cancelled } = await readQuery(searchParams, "cancelled");
  const db = database().read;
  const [account, packs, entries, purchases, disputed, attention, unanswered, jobs] =
    await Promise.all([
      readAccount(db, accountId),
      listPacks(db),
      listEntries(db, { accountId, limit: LATEST }),
      listPurchases(db, { accountId, limit: LATEST }),
      hasOpenDispute(db, accountId),
      role === "admin" ? countEventsNeedingAttention(db) : 0,
      role === "admin" ? countUnanswered(db) : 0,
      role === "admin" ? countJobs(db) : { dead: 0 },
    ]);
  const purchase = cancelled && isId(cancelled) ? await findPurchase(db, cancelled) : undefined;
  const wasCancelled = purchase?.accountId === accountId && purchase.status === "pending";
  const blocked = disputed && env().stripe.blockPurchasesDuringDispute;
  return (
    <div key={id} className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title="Credits" lead="What you have, and packs to buy more." />
      <EventsNotice count={attention} />
      <DisputesNotice count={unanswered} />
      <DeadJobsNotice count={jobs.dead} />
      {wasCancelled && (
        <Alert title="Payment cancelled">
          Nothing was charged. The pack is still there when you want it.
        </Alert>
      )}
      {disputed && (
        <Alert tone="warning" title="A payment of yours is disputed at the bank">
          Its credits were taken back until the bank decides.
          {blocked && " Until then nothing more can be bought."}
        </Alert>
      )}
      <BalanceCard account={account} />
      <section aria-labelledby="packs-title" className="grid gap-4">
        <h2 id="packs-title" className="font-semibold text-lg">
          Buy credits
        </h2>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          {packs.map((pack) => (
            <PackCard key={pack.code} pack={pack}>
              <PurchaseForm
                packCode={pack.code}
                packName={pack.name}
                popular={pack.popular}
                blocked={blocked}
              />
            </PackCard>
          ))}
        </div>
        {packs.length === 0 && <Alert>No packs are for sale at the moment.</Alert>}
      </section>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[repeat(2,minmax(0,1fr))]">
        <Card>
          <LatestHeader title="Latest movements" href="/admin/credits/history" />
          <EntriesTable entries={entries} />
        </Card>
        <Card>
          <LatestHeader title="Latest purchases" href="/admin/credits/history?show=purchases" />
          <PurchasesTable purchases={purchases} />
        </Card>
      </div>
    </div>
  );
}

function LatestHeader({
  title,
  href,
}: {
  title: string;
  href: "/admin/credits/history" | `/admin/credits/history?${string}`;
}) {
  return (
    <CardHeader>
      <CardTitle>{title}</CardTitle>
      <Link href={href} className="font-medium text-accent hover:underline">
        All<span className="sr-only"> {title.toLowerCase().replace("latest ", "")}</span>
      </Link>
    </CardHeader>
  );
}
