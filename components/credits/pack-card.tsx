import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { cn } from "@/lib/shared/cn";
import { type Credits, formatCredits, toDecimal } from "@/lib/shared/credits";
import { formatMoney } from "@/lib/shared/money";

export interface PackView {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly credits: Credits;
  readonly priceMinor: number;
  readonly currency: string;
  readonly discountPercent: number;
  readonly popular: boolean;
}

/** A pack for sale; `children` is what buys it. */
export function PackCard({
  pack,
  children,
}: {
  readonly pack: PackView;
  readonly children: ReactNode;
}) {
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
            {formatMoney({ amountMinor: pack.priceMinor, currency })}
          </span>
          {pack.discountPercent > 0 && <Badge tone="positive">{pack.discountPercent}% off</Badge>}
        </p>
        <p className="font-medium tabular-nums">{formatCredits(pack.credits)} credits</p>
        <p className="text-muted-foreground tabular-nums">
          {pricePerThousand(pack)} per 1,000 credits
        </p>
      </div>
      <p className="flex-1 text-muted-foreground">{pack.description}</p>
      {children}
    </Card>
  );
}

function pricePerThousand({ credits, priceMinor, currency }: PackView): string {
  const perThousand = (priceMinor * 1000) / Number(toDecimal(credits));
  return formatMoney({ amountMinor: Math.round(perThousand), currency });
}
