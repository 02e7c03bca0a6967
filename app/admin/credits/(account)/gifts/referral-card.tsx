import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { env } from "@/env";
import { readReferralCode } from "@/lib/access/referrals";
import { findCampaign } from "@/lib/campaigns/list-campaigns";
import { database } from "@/lib/runtime/database";
import { readSetting } from "@/lib/settings/settings";
import { withQuery } from "@/lib/shared/query";

/** The link by which a user brings others; nothing where no campaign credits that. */
export async function ReferralCard({ userId }: { readonly userId: string }) {
  const db = database().read;
  const campaignId = await readSetting(db, "referral_campaign");
  const found = campaignId ? await findCampaign(db, campaignId) : undefined;
  if (!found || found.campaign.revokedAt !== null) return null;
  const code = await readReferralCode(db, userId);
  const url = `${env().web.appUrl}${withQuery("/sign-up", { ref: code })}`;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Refer others</CardTitle>
      </CardHeader>
      <CardContent className="grid gap-3">
        <p className="text-muted-foreground">
          You and each person who signs up through this link get free credits, under the terms of
          the current offer.
        </p>
        <p className="flex min-w-0 items-center gap-2">
          <code className="min-w-0 break-all" data-testid="referral-link">
            {url}
          </code>
          <CopyButton text={url} label="Copy your referral link" />
        </p>
      </CardContent>
    </Card>
  );
}
