import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { CampaignsTable } from "@/components/credits/campaigns-table";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { requireStaff } from "@/lib/access";
import { may } from "@/lib/access/permissions";
import { listCampaignBudgets, stateOf } from "@/lib/campaigns/list-campaigns";
import { database } from "@/lib/runtime/database";
import { isId } from "@/lib/shared/ids";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";

export const metadata: Metadata = { title: "Promotion codes" };

const PATH = "/admin/credits/codes";
const PAGE_SIZE = 25;

/** Credits that are given away: codes, and campaigns that the API made. */
export default async function CodesPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await readQuery(searchParams, "before");
  const user = await requireStaff(withQuery(PATH, query));
  const before = isId(query.before) ? query.before : undefined;
  const rows = await listCampaignBudgets(database().read, { before, limit: PAGE_SIZE + 1 });
  const now = new Date();
  const shown = rows.slice(0, PAGE_SIZE).map((row) => ({ ...row, state: stateOf(row, now) }));
  const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined;
  return (
    <>
      <PageHeader
        title="Promotion codes"
        lead="Credits given away from a budget: more than the budget can never be claimed."
      >
        {may(user, "credits.grant") && (
          <Button asChild size="sm">
            <Link href="/admin/credits/codes/new">
              <Plus aria-hidden /> New code
            </Link>
          </Button>
        )}
      </PageHeader>
      <Card>
        <CampaignsTable campaigns={shown} />
        <Pager
          newest={before && PATH}
          older={last && withQuery(PATH, { before: last.campaign.id })}
        />
      </Card>
    </>
  );
}
