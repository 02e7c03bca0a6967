import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Timestamp } from "@/components/ui/timestamp";
import { listAccountRecords } from "@/lib/customers/notes";
import { database } from "@/lib/runtime/database";
import { NoteForm } from "./note-form";

const SHOWN = 20;

/** What admins noted about a customer and did to the account. */
export async function Notes({ accountId }: { readonly accountId: string }) {
  const records = await listAccountRecords(database().read, accountId, SHOWN);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Notes and admin actions</CardTitle>
      </CardHeader>
      <CardContent className="grid gap-4">
        {records.length > 0 && (
          <ul className="divide-y">
            {records.map(({ id, at, action, actor, reason }) => (
              <li key={id} className="grid gap-0.5 py-2.5">
                <p className="break-words">{reason}</p>
                <p className="break-words text-muted-foreground text-xs">
                  {action === "customer.note" ? "Note" : action.replace(/[._]/g, " ")} by {actor},{" "}
                  <Timestamp at={at} />
                </p>
              </li>
            ))}
          </ul>
        )}
        <NoteForm accountId={accountId} />
      </CardContent>
    </Card>
  );
}
