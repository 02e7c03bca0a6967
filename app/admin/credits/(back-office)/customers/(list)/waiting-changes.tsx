"use client";

import Link from "next/link";
import { Amount } from "@/components/credits/amount";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { Timestamp } from "@/components/ui/timestamp";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import type { CreditRequest } from "@/lib/customers/change-credits";
import { fromMicro } from "@/lib/shared/credits";
import { decideChangeAction } from "../actions";

interface Props {
  readonly requests: readonly CreditRequest[];
  readonly adminId: string;
}

/** Changes above the limit that wait for a second admin; nothing when there are none. */
export function WaitingChanges({ requests, adminId }: Props) {
  if (requests.length === 0) return null;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Changes that need confirmation</CardTitle>
      </CardHeader>
      <CardContent>
        <ul className="divide-y">
          {requests.map((request) => (
            <WaitingChange
              key={request.id}
              request={request}
              own={request.requestedBy === adminId}
            />
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}

function WaitingChange({
  request,
  own,
}: {
  readonly request: CreditRequest;
  readonly own: boolean;
}) {
  const [state, submit, form] = useFormAction(decideChangeAction, EMPTY_FORM);
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0">
        <p className="font-medium">
          {request.credits < 0n ? "Remove " : "Grant "}
          <Amount amount={request.credits < 0n ? fromMicro(-request.credits) : request.credits} />{" "}
          credits {request.credits < 0n ? "from" : "to"}{" "}
          <Link
            href={`/admin/credits/customers/${request.accountId}`}
            className="text-accent hover:underline"
          >
            this customer
          </Link>
        </p>
        <p className="break-words text-muted-foreground">
          {request.reason} · <Timestamp at={request.requestedAt} />
          {own && " · requested by you: another admin must confirm it"}
        </p>
        {state.problem && <Alert tone="negative">{state.problem}</Alert>}
      </div>
      <form ref={form} action={submit} className="flex gap-2">
        <input type="hidden" name="id" value={request.id} />
        <SubmitButton name="decision" value="reject" variant="secondary" size="sm">
          {own ? "Withdraw" : "Reject"}
        </SubmitButton>
        {!own && (
          <SubmitButton name="decision" value="approve" size="sm">
            Confirm
          </SubmitButton>
        )}
      </form>
    </li>
  );
}
