import { Card } from "@/components/ui/card";
import type { AccountSummary } from "@/lib/ledger/read-account";
import { cn } from "@/lib/shared/cn";
import { fromMicro } from "@/lib/shared/credits";
import { Amount, Figure } from "./amount";

interface Props {
  readonly account: AccountSummary;
  /** An admin looks at somebody else's. */
  readonly theirs?: boolean;
}

/** What an account has, what of it is reserved, and what it owes. */
export function BalanceCard({ account, theirs = false }: Props) {
  const inDebt = account.balance < 0n;
  return (
    <Card
      aria-labelledby="balance-title"
      className="flex flex-col justify-between gap-6 p-6 sm:flex-row sm:items-end"
    >
      <div className="grid gap-2">
        <h2 id="balance-title" className="text-muted-foreground">
          {inDebt ? (theirs ? "Owed" : "You owe") : "Available credits"}
        </h2>
        <p
          data-testid="balance"
          className={cn(
            "font-semibold text-4xl tabular-nums leading-none tracking-tight sm:text-5xl",
            inDebt && "text-negative",
          )}
        >
          <Figure amount={inDebt ? fromMicro(-account.balance) : account.available} />
          {inDebt && <span className="ml-2 font-medium text-base tracking-normal">credits</span>}
        </p>
        {inDebt && (
          <p className="mt-1 max-w-lg">
            A refund or dispute took back credits that were spent already. Purchases pay this first;
            until it is paid no credits can be spent.
          </p>
        )}
      </div>
      <dl className="flex shrink-0 gap-8 sm:text-right">
        <div className="grid gap-1">
          <dt className="text-muted-foreground text-xs">Balance</dt>
          <dd className="font-medium">
            <Amount amount={account.balance} />
          </dd>
        </div>
        <div className="grid gap-1">
          <dt className="text-muted-foreground text-xs">Reserved</dt>
          <dd className="font-medium">
            <Amount amount={account.held} />
          </dd>
        </div>
      </dl>
    </Card>
  );
}
