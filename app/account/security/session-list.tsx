"use client";

import { Badge } from "@/components/ui/badge";
import { SubmitButton } from "@/components/ui/submit-button";
import { Timestamp } from "@/components/ui/timestamp";
import { useFormAction } from "@/components/use-form-action";
import { EMPTY_FORM } from "@/lib/api/form-state";
import { endSessionAction } from "./actions";

/** A session as its user sees it. */
export interface ShownSession {
  readonly id: string;
  /** Browser and system, in words. */
  readonly device: string;
  readonly ip: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly isCurrent: boolean;
}

export function SessionList({ sessions }: { readonly sessions: readonly ShownSession[] }) {
  return (
    <ul className="divide-y">
      {sessions.map((session) => (
        <SessionItem key={session.id} session={session} />
      ))}
    </ul>
  );
}

function SessionItem({ session }: { readonly session: ShownSession }) {
  const { id, device, ip, createdAt, lastSeenAt, isCurrent } = session;
  const [state, end, form] = useFormAction(endSessionAction, EMPTY_FORM);
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {device} {isCurrent && <Badge tone="accent">This device</Badge>}
        </p>
        <p className="text-muted-foreground text-xs">
          {ip && `${ip} · `}signed in <Timestamp at={createdAt} /> · last seen{" "}
          <Timestamp at={lastSeenAt} />
        </p>
        {state.problem && <p className="text-negative">{state.problem}</p>}
      </div>
      {!isCurrent && (
        <form ref={form} action={end}>
          <input type="hidden" name="id" value={id} />
          <SubmitButton variant="secondary" size="sm" aria-label={`Sign out ${device}`}>
            Sign out
          </SubmitButton>
        </form>
      )}
    </li>
  );
}
