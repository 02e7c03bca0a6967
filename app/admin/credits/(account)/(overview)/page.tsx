import type { Metadata } from "next";
import Link from "next/link";
import { BalanceCard } from "@/components/credits/balance-card";
import { EntriesTable } from "@/components/credits/entries-table";
import { PackCard } from "@/components/credits/pack-card";
import { PurchasesTable } from "@/components/credits/purchases-table";
import { PageHeader } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { env } from "@/env";
import { requireUser } from "@/lib/access";
import { listOpenLots, readAccount } from "@/lib/ledger/read-account";
import { findClearingPack, owedOf, payDebt } from "@/lib/purchases/debt";
import { hasOpenDispute } from "@/lib/purchases/disputes";
import { findPurchase } from "@/lib/purchases/find-purchase";
import { listPurchases } from "@/lib/purchases/list-purchases";
import { listPacks } from "@/lib/purchases/packs";
import { readDaysLeft } from "@/lib/reports/read-usage";
import { searchActivity } from "@/lib/reports/search-activity";
import { database } from "@/lib/runtime/database";
import { toDecimal } from "@/lib/shared/credits";
import { isId } from "@/lib/shared/ids";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { PurchaseForm } from "../../purchase-form";
import { RefreshOnBalance } from "./refresh-on-balance";

export const metadata: Metadata = { title: "Credits" };

const LATEST = 5;

export default async function CreditsPage({ searchParams }: { searchParams: SearchParams }) {
  const { cancelled, pack: wanted } = await readQuery(searchParams, "cancelled", "pack");
  const { id, accountId } = await requireUser(withQuery("/admin/credits", { pack: wanted }));
  const db = database().read;
  const [account, packs, entries, purchases, disputed, lots] = await Promise.all([
    readAccount(db, accountId),
    listPacks(db),
    searchActivity(db, { accountId, limit: LATEST }),
    listPurchases(db, { accountId, limit: LATEST }),
    hasOpenDispute(db, accountId),
    listOpenLots(db, accountId),
  ]);
  const daysLeft = await readDaysLeft(db, account, new Date());
  const purchase = cancelled && isId(cancelled) ? await findPurchase(db, cancelled) : undefined;
  const wasCancelled = purchase?.accountId === accountId && purchase.status === "pending";
  const blocked = disputed && env().stripe.blockPurchasesDuringDispute;
  const owed = owedOf(account.balance);
  return (
    <div key={id} className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title="Credits" lead="Your balance, and packs to add to it." />
      {wasCancelled && (
        <Alert title="Payment cancelled">
          Nothing was charged. You can buy the pack at any time.
        </Alert>
      )}
      {disputed && (
        <Alert tone="warning" title="One of your payments is disputed at the bank">
          Its credits are removed until the bank decides.
          {blocked && " Until then no packs can be bought."}
        </Alert>
      )}
      <RefreshOnBalance balance={toDecimal(account.balance)} held={toDecimal(account.held)} />
      <BalanceCard
        account={account}
        reader="buyer"
        lots={lots}
        daysLeft={daysLeft}
        clearingPack={owed > 0n ? findClearingPack(packs, owed)?.name : undefined}
      />
      <section aria-labelledby="packs-title" className="grid gap-4">
        <h2 id="packs-title" className="font-semibold text-lg">
          Buy credits
        </h2>
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
          {packs.map((pack) => (
            <PackCard
              key={pack.code}
              pack={pack}
              debt={owed > 0n ? payDebt(account.balance, pack.credits) : undefined}
            >
              <PurchaseForm
                packCode={pack.code}
                packName={pack.name}
                popular={pack.popular}
                blocked={blocked}
                wanted={pack.code === wanted}
              />
            </PackCard>
          ))}
        </div>
        {packs.length === 0 && <Alert>No packs are for sale at the moment.</Alert>}
        <p className="text-muted-foreground">
          You have a code, or want to give credits to others?{" "}
          <Link href="/admin/credits/gifts" className="text-accent underline underline-offset-4">
            Gifts and codes
          </Link>
        </p>
      </section>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[repeat(2,minmax(0,1fr))]">
        <Card>
          <LatestHeader title="Latest activity" href="/admin/credits/history" />
          <EntriesTable entries={entries} />
        </Card>
        <Card>
          <LatestHeader title="Latest purchases" href="/admin/credits/history?show=purchases" />
          <PurchasesTable purchases={purchases} reader="buyer" />
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
      <Link href={href} className="-my-1 rounded px-1 py-1 font-medium text-accent hover:underline">
        View all<span className="sr-only"> {title.toLowerCase().replace("latest ", "")}</span>
      </Link>
    </CardHeader>
  );
}
