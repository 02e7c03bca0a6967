import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Timestamp } from "@/components/ui/timestamp";
import { listApiKeys } from "@/lib/access/api-keys";
import { describeDevice } from "@/lib/access/describe-device";
import { listSessions } from "@/lib/access/sessions";
import type { Owner } from "@/lib/customers/find-owner";
import { listMessagesOfAccount } from "@/lib/email/messages";
import { database } from "@/lib/runtime/database";

const SHOWN_MAILS = 10;

interface Props {
  readonly accountId: string;
  /** Undefined for a customer who never signs in. */
  readonly user: Owner["user"];
}

/** By what a customer reaches the product, and what reached them: keys, sessions, mails. */
export async function Reach({ accountId, user }: Props) {
  const db = database().read;
  const [keys, sessions, mails] = await Promise.all([
    user ? listApiKeys(db, user.id) : [],
    user ? listSessions(db, user) : [],
    listMessagesOfAccount(db, accountId, SHOWN_MAILS),
  ]);
  return (
    <>
      <Listing
        title="API keys"
        empty="No keys."
        rows={keys.map((key) => ({
          id: key.id,
          title: key.name,
          text: (
            <>
              <code>{key.start}…</code> ·{" "}
              {key.lastUsedAt ? (
                <>
                  last used <Timestamp at={key.lastUsedAt} />
                </>
              ) : (
                "never used"
              )}
            </>
          ),
        }))}
      />
      <Listing
        title="Sessions"
        empty="Not signed in anywhere."
        rows={sessions.map((session) => ({
          id: session.id,
          title: describeDevice(session.userAgent),
          text: (
            <>
              {session.ip ?? "unknown address"} · last seen <Timestamp at={session.lastSeenAt} />
            </>
          ),
        }))}
      />
      <Listing
        title="Mails"
        empty="No mails yet."
        rows={mails.map((mail) => ({
          id: mail.id,
          title: mail.subject,
          text: (
            <>
              <Timestamp at={mail.createdAt} /> {mail.error}
            </>
          ),
          badge: mail.status === "sending" && <Badge tone="warning">Not sent yet</Badge>,
        }))}
      />
    </>
  );
}

interface ListingProps {
  readonly title: string;
  readonly empty: string;
  readonly rows: readonly {
    readonly id: string;
    readonly title: string;
    readonly text: ReactNode;
    readonly badge?: ReactNode;
  }[];
}

function Listing({ title, empty, rows }: ListingProps) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
      </CardHeader>
      <CardContent>
        {rows.length === 0 && <p className="text-muted-foreground">{empty}</p>}
        <ul className="divide-y">
          {rows.map((row) => (
            <li key={row.id} className="flex items-start justify-between gap-3 py-2">
              <div className="min-w-0">
                <p className="break-words font-medium">{row.title}</p>
                <p className="break-words text-muted-foreground text-xs">{row.text}</p>
              </div>
              {row.badge}
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}
