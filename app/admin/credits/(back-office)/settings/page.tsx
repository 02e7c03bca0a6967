import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { env } from "@/env";
import { requirePermission } from "@/lib/access/require";
import { listCampaigns } from "@/lib/campaigns/list-campaigns";
import { listRetention } from "@/lib/retention/list-retention";
import { database } from "@/lib/runtime/database";
import { isFixed, readSetting } from "@/lib/settings/settings";
import { AccessSettingsForm } from "./access-settings-form";
import { BrandForm } from "./brand-form";
import { FreeCreditsForm } from "./free-credits-form";
import { RetentionTable } from "./retention-table";
import { ShopForm } from "./shop-form";

export const metadata: Metadata = { title: "Settings" };

const PATH = "/admin/credits/settings";

/** What admins set at run time. A variable of the environment wins, and is shown read-only. */
export default async function SettingsPage() {
  await requirePermission("settings.edit", PATH);
  const db = database().read;
  const brand = await readSetting(db, "brand");
  const [seller, links, secondFactor, proofOfWork, refundLimitMinor, signUp, referral, retention] =
    await Promise.all([
      readSetting(db, "seller"),
      readSetting(db, "legal_links"),
      readSetting(db, "staff_second_factor"),
      readSetting(db, "sign_up_proof_of_work"),
      readSetting(db, "support_refund_limit_minor"),
      readCampaigns("sign_up"),
      readCampaigns("referral"),
      listRetention(db, env().operation.retention),
    ]);
  return (
    <>
      <PageHeader title="Settings" lead="Changes apply at once, and stand in the audit log." />
      <Card className="max-w-2xl">
        <CardHeader>
          <CardTitle>Shop</CardTitle>
        </CardHeader>
        <CardContent>
          <ShopForm seller={seller} links={links} />
        </CardContent>
      </Card>
      <Card className="max-w-2xl">
        <CardHeader>
          <CardTitle>Brand</CardTitle>
        </CardHeader>
        <CardContent>
          <BrandForm brand={brand} />
        </CardContent>
      </Card>
      <Card className="max-w-2xl">
        <CardHeader>
          <CardTitle>Access</CardTitle>
        </CardHeader>
        <CardContent>
          <AccessSettingsForm
            secondFactor={{ value: secondFactor, fixed: isFixed("staff_second_factor") }}
            proofOfWork={{ value: proofOfWork, fixed: isFixed("sign_up_proof_of_work") }}
            refundLimitMinor={refundLimitMinor}
          />
        </CardContent>
      </Card>
      <Card className="max-w-2xl">
        <CardHeader>
          <CardTitle>Free credits</CardTitle>
        </CardHeader>
        <CardContent>
          <FreeCreditsForm signUp={signUp} referral={referral} />
        </CardContent>
      </Card>
      <Card className="max-w-2xl">
        <CardHeader>
          <CardTitle>Retention</CardTitle>
        </CardHeader>
        <CardContent className="text-muted-foreground">
          What is older is removed every night. The environment sets for how long it is kept.
        </CardContent>
        <RetentionTable rules={retention} />
      </Card>
    </>
  );
}

/** The campaigns of a kind that go on, and the one that the setting names. */
async function readCampaigns(kind: "sign_up" | "referral") {
  const db = database().read;
  const [chosen, campaigns] = await Promise.all([
    readSetting(db, `${kind}_campaign`),
    listCampaigns(db, { kind, limit: 100 }),
  ]);
  return {
    chosen,
    choices: campaigns
      .filter(({ id, revokedAt }) => id === chosen || revokedAt === null)
      .map(({ id, name }) => ({ id, name })),
  };
}
