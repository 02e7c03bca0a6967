import Link from "next/link";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { Timestamp } from "@/components/ui/timestamp";
import type { AccountSummary } from "@/lib/ledger/read-account";
import type { Lot } from "@/lib/ledger/state";
import { cn } from "@/lib/shared/cn";
import { type Credits, fromMicro, sumCredits } from "@/lib/shared/credits";
import { Amount, LargeAmount } from "./amount";
import type { Reader } from "./labels";

interface Props {
  readonly account: AccountSummary;
  readonly reader: Reader;
  /** What is left, by lot: tells what expires soon. */
  readonly lots: readonly Lot[];
  /** How long it lasts at the pace of the last week; undefined without a pace. */
  readonly daysLeft?: number;
  /** The pack that clears a debt by itself, if one does. */
  readonly clearingPack?: string;
}

/** What an account has, what of it is held, and what it owes. */
export function BalanceCard({ account, reader, lots, daysLeft, clearingPack }: Props) {
  const expiring = findExpiring(lots, new Date());
  const inDebt = account.balance < 0n;
  return (
    <Card
      aria-labelledby="balance-title"
      className="flex flex-col justify-between gap-6 p-6 sm:flex-row sm:items-end"
    >
      <div className="grid gap-2">
        <h2 id="balance-title" className="text-muted-foreground">
          {titleOf(inDebt, reader)}
        </h2>
        <p
          data-testid="balance"
          aria-live="polite"
          className={cn(
            "font-semibold text-4xl tabular-nums leading-none tracking-tight sm:text-5xl",
            inDebt && "text-negative",
          )}
        >
          <LargeAmount amount={inDebt ? fromMicro(-account.balance) : account.available} />
          {inDebt && <span className="ml-2 font-medium text-base tracking-normal">credits</span>}
        </p>
        {inDebt && (
          <p className="mt-1 max-w-lg">
            A refund, a dispute or a correction removed credits that had already been spent. The
            next purchase pays this first; until it is paid, no credits can be spent.{" "}
            {clearingPack && `${clearingPack} clears it.`}
          </p>
        )}
      </div>
      <dl className="flex shrink-0 flex-wrap gap-8 sm:text-right">
        <Part label="Balance">
          <Amount amount={account.balance} />
        </Part>
        <Part label="Held">
          <Amount amount={account.held} />
        </Part>
        {expiring && (
          <Part label="Expires next">
            <Amount amount={expiring.remaining} /> on <Timestamp at={expiring.at} as="day" />
          </Part>
        )}
        {daysLeft !== undefined && !inDebt && (
          <Part label="Lasts at this pace">
            <Link href="/admin/credits/usage" className="text-accent underline underline-offset-4">
              {daysLeft > MAX_DAYS ? (
                "More than a year"
              ) : (
                <>
                  <Count value={daysLeft} /> {daysLeft === 1 ? "day" : "days"}
                </>
              )}
            </Link>
          </Part>
        )}
      </dl>
    </Card>
  );
}

const MAX_DAYS = 365;

/** The lots that expire next, on the same day. */
function findExpiring(
  lots: readonly Lot[],
  now: Date,
): { readonly remaining: Credits; readonly at: Date } | undefined {
  const dated = lots.flatMap(({ expiresAt, remaining }) =>
    expiresAt && expiresAt > now ? [{ at: expiresAt, remaining }] : [],
  );
  const at = dated.map((lot) => lot.at).sort((a, b) => a.getTime() - b.getTime())[0];
  if (!at) return undefined;
  const same = dated.filter((lot) => lot.at.getTime() === at.getTime());
  return { at, remaining: sumCredits(same.map(({ remaining }) => remaining)) };
}

function titleOf(inDebt: boolean, reader: Reader): string {
  if (!inDebt) return "Available credits";
  return reader === "buyer" ? "You owe" : "Owed";
}

function Part({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="grid content-start gap-1">
      <dt className="text-muted-foreground text-xs">{label}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}
