import type { Metadata } from "next";
import { Amount } from "@/components/credits/amount";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { requireUser } from "@/lib/access";
import { readAccount } from "@/lib/ledger/read-account";
import { database } from "@/lib/runtime/database";
import { AccountTabs } from "../account-tabs";
import { DeleteForm } from "./delete-form";

export const metadata: Metadata = { title: "Your data" };

export default async function DataPage() {
  const user = await requireUser("/account/data");
  const account = await readAccount(database().read, user.accountId);
  return (
    <>
      <PageHeader title="Account settings" lead={`${user.name}, ${user.email}`} />
      <AccountTabs />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card>
          <CardHeader>
            <CardTitle>Export your data</CardTitle>
          </CardHeader>
          <CardContent className="grid justify-items-start gap-4">
            <p className="text-muted-foreground">
              A JSON file with your profile, sessions, keys, purchases, mails and all credit
              activity.
            </p>
            <Button asChild variant="secondary">
              <a href="/account/export" download>
                Download export
              </a>
            </Button>
          </CardContent>
        </Card>
        <Card>
          <CardHeader>
            <CardTitle>Delete your account</CardTitle>
          </CardHeader>
          <CardContent className="grid gap-4">
            <ul className="grid list-disc gap-1 pl-5 text-muted-foreground">
              <li>
                Your balance of <Amount amount={account.balance} /> credits can no longer be used,
                and isn’t paid out. Ask for a refund first if you want one.
              </li>
              <li>Sessions, API keys, passkeys and your name and address are removed at once.</li>
              <li>
                Purchases and credit activity stay on record without your name: the law demands that
                accounts are kept.
              </li>
              <li>It can’t be undone.</li>
            </ul>
            <DeleteForm email={user.email} />
          </CardContent>
        </Card>
      </div>
    </>
  );
}
