import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { DebtPayment } from "@/lib/purchases/debt";
import { cn } from "@/lib/shared/cn";
import { type Credits, toDecimal, wholeCredits } from "@/lib/shared/credits";
import type { Money } from "@/lib/shared/money";
import { Amount, MoneyAmount } from "./amount";

export interface PackView {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly credits: Credits;
  readonly priceMinor: number;
  readonly currency: string;
  /** How long the credits last; null: for ever. */
  readonly creditsExpireAfterDays: number | null;
  /** Null: no limit. */
  readonly maxPerPerson: number | null;
  readonly discountPercent: number;
  readonly popular: boolean;
}

interface Props {
  readonly pack: PackView;
  /** What it does for an account in debt; left out without debt. */
  readonly debt?: DebtPayment;
  /** What buys it. */
  readonly children: ReactNode;
}

/** A pack for sale. */
export function PackCard({ pack, debt, children }: Props) {
  const { currency } = pack;
  const titleId = `pack-${pack.code}`;
  return (
    <Card
      aria-labelledby={titleId}
      className={cn("flex flex-col gap-4 p-5", pack.popular && "border-accent ring-1 ring-accent")}
    >
      <div className="flex min-h-6 items-center justify-between gap-2">
        <h3 id={titleId} className="font-semibold text-base">
          {pack.name}
        </h3>
        {pack.popular && <Badge tone="accent">Popular</Badge>}
      </div>
      <div className="grid gap-1">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="font-semibold text-3xl tabular-nums tracking-tight">
            <MoneyAmount amountMinor={pack.priceMinor} currency={currency} />
          </span>
          {pack.discountPercent > 0 && <Badge tone="positive">{pack.discountPercent}% off</Badge>}
        </p>
        <p className="font-medium">
          <Amount amount={pack.credits} /> credits
        </p>
        <p className="text-muted-foreground">
          <MoneyAmount {...pricePerThousand(pack)} /> per <Amount amount={THOUSAND} /> credits
        </p>
        <PackTerms {...pack} />
      </div>
      {debt && <DebtNote debt={debt} />}
      <p className="flex-1 text-muted-foreground">{pack.description}</p>
      {children}
    </Card>
  );
}

/** What a buyer must know beside the price. */
function PackTerms({ creditsExpireAfterDays: days, maxPerPerson: limit }: PackView) {
  const terms = [
    ...(days ? [`Credits expire ${days} ${days === 1 ? "day" : "days"} after purchase.`] : []),
    ...(limit ? [`At most ${limit} per person.`] : []),
  ];
  return terms.length > 0 && <p className="text-muted-foreground">{terms.join(" ")}</p>;
}

/** What of the pack pays the debt, and what it leaves. */
function DebtNote({ debt: { paid, owed, spendable } }: { readonly debt: DebtPayment }) {
  return (
    <p className="rounded-lg bg-warning-soft px-3 py-2 text-warning">
      {owed > 0n ? (
        <>
          Pays <Amount amount={paid} /> of what you owe; <Amount amount={owed} /> credits remain
          owed.
        </>
      ) : (
        <>
          Pays the <Amount amount={paid} /> credits you owe; <Amount amount={spendable} /> remain to
          spend.
        </>
      )}
    </p>
  );
}

const THOUSAND = wholeCredits(1_000);

function pricePerThousand({ credits, priceMinor, currency }: PackView): Money {
  const perThousand = (priceMinor * 1000) / Number(toDecimal(credits));
  return { amountMinor: Math.round(perThousand), currency };
}
