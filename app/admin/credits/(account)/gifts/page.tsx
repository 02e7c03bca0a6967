import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { env } from "@/env";
import { requireUser } from "@/lib/access";
import { MAX_GIFT_DAYS } from "@/lib/gifts/create-gift";
import { listGifts } from "@/lib/gifts/read-gifts";
import { database } from "@/lib/runtime/database";
import { isId, newId } from "@/lib/shared/ids";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { GiftForm } from "./gift-form";
import { GiftList } from "./gift-list";
import { RedeemForm } from "./redeem-form";
import { ReferralCard } from "./referral-card";

export const metadata: Metadata = { title: "Gifts and codes" };

const PATH = "/admin/credits/gifts";
const PAGE_SIZE = 25;

/** Credits that come from a code, and credits that are given to others by a link. */
export default async function GiftsPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await readQuery(searchParams, "before");
  const { id, accountId } = await requireUser(withQuery(PATH, query));
  const before = isId(query.before) ? query.before : undefined;
  const rows = await listGifts(database().read, accountId, { limit: PAGE_SIZE + 1, before });
  const gifts = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? gifts.at(-1) : undefined;
  return (
    <>
      <PageHeader title="Gifts and codes" lead="Redeem a code, or give credits away by a link." />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card>
          <CardHeader>
            <CardTitle>Redeem a code</CardTitle>
          </CardHeader>
          <CardContent>
            <RedeemForm />
          </CardContent>
        </Card>
        <Card>
          <CardHeader>
            <CardTitle>Give credits away</CardTitle>
          </CardHeader>
          <CardContent>
            <GiftForm requestId={newId()} maxDays={MAX_GIFT_DAYS} />
          </CardContent>
        </Card>
      </div>
      <ReferralCard userId={id} />
      <Card>
        <CardHeader>
          <CardTitle>Your gifts</CardTitle>
        </CardHeader>
        <GiftList gifts={gifts} appUrl={env().web.appUrl} />
        <Pager newest={before && PATH} older={last && withQuery(PATH, { before: last.id })} />
      </Card>
    </>
  );
}
