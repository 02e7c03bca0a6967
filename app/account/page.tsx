import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { requireUser } from "@/lib/access";
import { listApiKeys } from "@/lib/access/api-keys";
import { keyScopesOf, SCOPES } from "@/lib/access/scopes";
import { database } from "@/lib/runtime/database";
import { toDecimal } from "@/lib/shared/credits";
import { readBalanceAlert } from "@/lib/spending/balance-alerts";
import { readBudgetUses } from "@/lib/spending/reservations";
import { AccountTabs } from "./account-tabs";
import { AlertForm } from "./alert-form";
import { EmailForm } from "./email-form";
import { KeyForm } from "./key-form";
import { KeyList } from "./key-list";
import { NameForm } from "./name-form";
import { PasswordForm } from "./password-form";

export const metadata: Metadata = { title: "Account settings" };

export default async function AccountPage() {
  const user = await requireUser("/account");
  const db = database().read;
  const [keys, alert] = await Promise.all([
    listApiKeys(db, user.id),
    readBalanceAlert(db, user.accountId),
  ]);
  const budgeted = keys.filter(({ monthlyBudget }) => monthlyBudget !== null);
  const uses = await readBudgetUses(
    db,
    budgeted.map(({ budgetId }) => budgetId),
  );
  const scopes = keyScopesOf(user.role).map((scope) => ({ scope, text: SCOPES[scope] }));
  return (
    <>
      <PageHeader title="Account settings" lead={`${user.name}, ${user.email}`} />
      <AccountTabs />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card>
          <CardHeader>
            <CardTitle>API keys</CardTitle>
          </CardHeader>
          <CardContent className="grid gap-6">
            <KeyList keys={keys} uses={uses} />
            <KeyForm scopes={scopes} />
          </CardContent>
        </Card>
        <div className="grid gap-6">
          <Card>
            <CardHeader>
              <CardTitle>Profile</CardTitle>
            </CardHeader>
            <CardContent className="grid gap-6">
              <NameForm name={user.name} />
              <EmailForm email={user.email} />
            </CardContent>
          </Card>
          <Card>
            <CardHeader>
              <CardTitle>Low balance</CardTitle>
            </CardHeader>
            <CardContent>
              <AlertForm threshold={alert === null ? "" : toDecimal(alert)} />
            </CardContent>
          </Card>
          <Card>
            <CardHeader>
              <CardTitle>Password</CardTitle>
            </CardHeader>
            <CardContent>
              <PasswordForm email={user.email} />
            </CardContent>
          </Card>
        </div>
      </div>
    </>
  );
}
