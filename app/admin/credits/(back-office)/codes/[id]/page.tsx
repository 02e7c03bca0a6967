import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Amount } from "@/components/credits/amount";
import { StateBadge } from "@/components/credits/campaigns-table";
import { ClaimsTable } from "@/components/credits/claims-table";
import { DescriptionList } from "@/components/description-list";
import { PageHeader } from "@/components/page-header";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { Pager } from "@/components/ui/pager";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Timestamp } from "@/components/ui/timestamp";
import { requireStaff } from "@/lib/access";
import { may } from "@/lib/access/permissions";
import { findCampaign, listClaims, placeOf, stateOf } from "@/lib/campaigns/list-campaigns";
import { database } from "@/lib/runtime/database";
import { isId } from "@/lib/shared/ids";
import { readPlace, readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { RevokeForm } from "./revoke-form";

export const metadata: Metadata = { title: "Promotion code" };

const PAGE_SIZE = 25;

interface Props {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: SearchParams;
}

/** A campaign: its terms, what is left of its budget, and who claimed. */
export default async function CodePage({ params, searchParams }: Props) {
  const { id } = await params;
  const path = `/admin/credits/codes/${id}`;
  const user = await requireStaff(path);
  if (!isId(id)) notFound();
  const before = readPlace(await readQuery(searchParams, "before", "at"));
  const db = database().read;
  const [found, rows] = await Promise.all([
    findCampaign(db, id),
    listClaims(db, id, { before, limit: PAGE_SIZE + 1 }),
  ]);
  if (!found) notFound();
  const { campaign, budget, left } = found;
  const state = stateOf(found, new Date());
  const claims = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? claims.at(-1) : undefined;
  const place = last && placeOf(last);
  return (
    <>
      <PageHeader
        title={campaign.code ?? campaign.name}
        lead={campaign.code && campaign.name}
        trail={[{ href: "/admin/credits/codes", label: "Promotion codes" }]}
      >
        <StateBadge state={state} />
      </PageHeader>
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Card>
          <CardHeader>
            <CardTitle>Claims</CardTitle>
            <span className="text-muted-foreground">
              <Count value={campaign.claims} />
              {campaign.maxClaims !== null && (
                <>
                  {" "}
                  of <Count value={campaign.maxClaims} />
                </>
              )}
            </span>
          </CardHeader>
          <ClaimsTable claims={claims} />
          <Pager
            newest={before && path}
            older={place && withQuery(path, { before: place.id, at: place.at.toISOString() })}
          />
        </Card>
        <Card>
          <CardHeader>
            <CardTitle>Terms</CardTitle>
          </CardHeader>
          <CardContent className="grid gap-4">
            <ProgressBar
              title="Budget claimed"
              fraction={budget === 0n ? 1 : Number(budget - left) / Number(budget)}
            />
            <DescriptionList
              items={[
                ["Credits each", <Amount key="credits" amount={campaign.credits} />],
                ["Budget", <Amount key="budget" amount={budget} />],
                ["Left", <Amount key="left" amount={left} />],
                ["Claims per customer", campaign.maxClaimsPerAccount],
                ["After a first purchase only", campaign.afterFirstPurchase ? "Yes" : "No"],
                [
                  "Claimed credits last",
                  campaign.creditsExpireAfterDays === null
                    ? "For ever"
                    : `${campaign.creditsExpireAfterDays} days`,
                ],
                ["From", <Timestamp key="from" at={campaign.startsAt} />],
                ["Until", campaign.endsAt ? <Timestamp key="to" at={campaign.endsAt} /> : "–"],
                ...(campaign.revokedAt
                  ? [["Revoked", <Timestamp key="revoked" at={campaign.revokedAt} />] as const]
                  : []),
              ]}
            />
            {may(user, "credits.grant") && !campaign.revokedAt && (
              <RevokeForm id={id} name={campaign.code ?? campaign.name} />
            )}
          </CardContent>
        </Card>
      </div>
    </>
  );
}
