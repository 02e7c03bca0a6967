import { Card } from "@/components/ui/card";
import { formatCredits, fromMicro } from "@/lib/credits";
import type { AccountSummary } from "@/lib/ledger/read-account";
import { Amount } from "./amount";

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
      className="flex flex-col justify-between gap-6 p-5 sm:flex-row sm:items-end"
    >
      <div className="grid gap-1">
        <h2 id="balance-title" className="text-muted-foreground">
          {inDebt ? (theirs ? "Owed" : "You owe") : "Available credits"}
        </h2>
        <p data-testid="balance" className="font-semibold text-4xl tabular-nums tracking-tight">
          {inDebt ? formatCredits(fromMicro(-account.balance)) : formatCredits(account.available)}
        </p>
        {inDebt && (
          <p className="max-w-md text-negative">
            A refund or dispute took back credits that were spent already. The next purchase pays
            this first; until then no credits can be spent.
          </p>
        )}
      </div>
      <dl className="grid grid-cols-2 gap-x-8 gap-y-1 text-muted-foreground sm:text-right">
        <dt>Balance</dt>
        <dd className="text-foreground">
          <Amount amount={account.balance} />
        </dd>
        <dt>Reserved</dt>
        <dd className="text-foreground">
          <Amount amount={account.held} />
        </dd>
      </dl>
    </Card>
  );
}
