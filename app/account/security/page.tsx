import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { describeDevice } from "@/lib/access/describe-device";
import { listPasskeys } from "@/lib/access/passkeys";
import { countRecoveryCodes } from "@/lib/access/recovery-codes";
import { requireSession } from "@/lib/access/require";
import { listSessions } from "@/lib/access/sessions";
import { hasTotp } from "@/lib/access/totp";
import { database } from "@/lib/runtime/database";
import { readQuery, type SearchParams } from "@/lib/shared/query";
import { AccountTabs } from "../account-tabs";
import { PasskeyForm } from "./passkey-form";
import { PasskeyList } from "./passkey-list";
import { SessionList } from "./session-list";
import { SignOutForm } from "./sign-out-form";
import { TotpForm } from "./totp-form";

export const metadata: Metadata = { title: "Security" };

export default async function SecurityPage({ searchParams }: { searchParams: SearchParams }) {
  const { session, user } = await requireSession("/account/security");
  const { required } = await readQuery(searchParams, "required");
  const db = database().read;
  const [passkeys, sessions, totp, codesLeft] = await Promise.all([
    listPasskeys(db, user.id),
    listSessions(db, user),
    hasTotp(db, user.id),
    countRecoveryCodes(db, user.id),
  ]);
  return (
    <>
      <PageHeader title="Account settings" lead={`${user.name}, ${user.email}`} />
      <AccountTabs />
      {required === "second-factor" && (
        <Alert tone="warning" title="A second factor is required">
          {passkeys.length > 0 || totp
            ? "Sign out, and sign in with your passkey or with a code of your authenticator app: the back office opens to such a session."
            : "The back office opens once you have added a passkey or turned on two-step sign-in."}
        </Alert>
      )}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid gap-6">
          <Card>
            <CardHeader>
              <CardTitle>Passkeys</CardTitle>
            </CardHeader>
            <CardContent className="grid gap-4">
              <PasskeyList passkeys={passkeys} />
              <PasskeyForm />
            </CardContent>
          </Card>
          <Card>
            <CardHeader>
              <CardTitle>Two-step sign-in</CardTitle>
            </CardHeader>
            <CardContent>
              <TotpForm isOn={totp} codesLeft={codesLeft} />
            </CardContent>
          </Card>
        </div>
        <Card>
          <CardHeader>
            <CardTitle>Sessions</CardTitle>
          </CardHeader>
          <CardContent className="grid gap-4">
            <SessionList
              sessions={sessions.map(({ id, userAgent, ip, createdAt, lastSeenAt }) => ({
                ...{ id, ip, createdAt, lastSeenAt },
                device: describeDevice(userAgent),
                isCurrent: id === session.id,
              }))}
            />
            <SignOutForm />
          </CardContent>
        </Card>
      </div>
    </>
  );
}
