import { Inbox } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { Timestamp } from "@/components/ui/timestamp";
import type { MessageSummary } from "@/lib/email/messages";
import { cn } from "@/lib/shared/cn";

interface Props {
  readonly messages: readonly MessageSummary[];
  readonly currentId: string | undefined;
}

export function MessageList({ messages, currentId }: Props) {
  if (messages.length === 0) {
    return (
      <EmptyState icon={Inbox} title="No mail yet">
        Buy a pack, and its receipt arrives here within seconds.
      </EmptyState>
    );
  }
  return (
    <ul className="divide-y">
      {messages.map(({ id, subject, recipient, createdAt }) => (
        <li key={id}>
          <a
            href={`/dev/mail?message=${id}`}
            aria-current={id === currentId ? "true" : undefined}
            className={cn(
              "grid gap-1 px-4 py-3 hover:bg-muted",
              id === currentId && "bg-accent-soft",
            )}
          >
            <span className="truncate font-medium">{subject}</span>
            <span className="flex justify-between gap-3 text-muted-foreground text-sm">
              <span className="truncate">{recipient}</span>
              <Timestamp at={createdAt} />
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
