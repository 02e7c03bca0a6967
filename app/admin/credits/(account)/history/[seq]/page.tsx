import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { labelKind } from "@/components/credits/labels";
import { PageHeader } from "@/components/page-header";
import { Card, CardContent } from "@/components/ui/card";
import { requireUser } from "@/lib/access";
import { listKeyNames } from "@/lib/access/api-keys";
import { findReversal, readEntry } from "@/lib/ledger/read-entries";
import { database } from "@/lib/runtime/database";
import { readSeq } from "@/lib/shared/query";
import { EntryFacts } from "./entry-facts";

export const metadata: Metadata = { title: "Activity entry" };

/** One entry of the reader's account, with everything that it came from. */
export default async function EntryPage({ params }: { params: Promise<{ seq: string }> }) {
  const { seq: given } = await params;
  const { id, accountId } = await requireUser(`/admin/credits/history/${given}`);
  const db = database().read;
  const seq = readSeq(given);
  const entry = seq === undefined ? undefined : await readEntry(db, accountId, seq);
  if (!entry) notFound();
  const [keys, reversedBy] = await Promise.all([
    listKeyNames(db, id),
    findReversal(db, accountId, entry.seq),
  ]);
  return (
    <>
      <PageHeader
        title={labelKind(entry.kind, "buyer")}
        lead={entry.reason}
        trail={[{ href: "/admin/credits/history", label: "Activity" }]}
      />
      <Card className="max-w-2xl">
        <CardContent className="pt-2">
          <EntryFacts
            entry={entry}
            keyName={keys.find((key) => `key:${key.id}` === entry.actor)?.name}
            reversedBy={reversedBy}
          />
        </CardContent>
      </Card>
    </>
  );
}
