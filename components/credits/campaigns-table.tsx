import { TicketPercent } from "lucide-react";
import Link from "next/link";
import { Badge, type Tone } from "@/components/ui/badge";
import { Count } from "@/components/ui/count";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { CampaignBudget, stateOf } from "@/lib/campaigns/list-campaigns";
import { Amount } from "./amount";

export type CampaignState = ReturnType<typeof stateOf>;

interface Props {
  readonly campaigns: readonly (CampaignBudget & { readonly state: CampaignState })[];
}

const STATES: Readonly<Record<CampaignState, readonly [label: string, tone: Tone]>> = {
  open: ["Can be claimed", "positive"],
  scheduled: ["Not started", "accent"],
  used_up: ["Used up", "warning"],
  ended: ["Ended", "neutral"],
  revoked: ["Revoked", "neutral"],
};

/** Campaigns with what is left of their budgets. */
export function CampaignsTable({ campaigns }: Props) {
  if (campaigns.length === 0) {
    return (
      <EmptyState icon={TicketPercent} title="No promotion codes yet">
        A code gives credits to customers who enter it, within a budget that you set. Make the first
        with “New code”.
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Promotion codes">
      <thead>
        <tr>
          <Th>Code</Th>
          <Th className="text-right">Credits each</Th>
          <Th className="text-right">Claims</Th>
          <Th className="text-right">Budget left</Th>
          <Th>Ends</Th>
          <Th>State</Th>
        </tr>
      </thead>
      <tbody>
        {campaigns.map(({ campaign, budget, left, state }) => (
          <Tr key={campaign.id}>
            <Td place="first">
              <Link
                href={`/admin/credits/codes/${campaign.id}`}
                className="font-medium text-accent hover:underline"
              >
                {campaign.code ?? campaign.name}
              </Link>
              {campaign.code && <p className="text-muted-foreground">{campaign.name}</p>}
            </Td>
            <Td place="dropped" className="text-right">
              <Amount amount={campaign.credits} />
            </Td>
            <Td place="dropped" className="text-right">
              <Count value={campaign.claims} />
              {campaign.maxClaims !== null && (
                <>
                  {" "}
                  of <Count value={campaign.maxClaims} />
                </>
              )}
            </Td>
            <Td place="second" className="text-right @max-2xl:text-left">
              <Amount amount={left} /> of <Amount amount={budget} />
            </Td>
            <Td place="dropped">
              {campaign.endsAt ? <Timestamp at={campaign.endsAt} as="day" /> : "–"}
            </Td>
            <Td place="first-right">
              <StateBadge state={state} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

export function StateBadge({ state }: { readonly state: CampaignState }) {
  const [label, tone] = STATES[state];
  return <Badge tone={tone}>{label}</Badge>;
}
