"use client";

import { useViewer } from "@/components/viewer";
import { cn } from "@/lib/shared/cn";
import { type Credits, formatCredits, formatMovement } from "@/lib/shared/credits";
import { formatMoney, type Money } from "@/lib/shared/money";

/** An amount of credits in figures that stand below each other. */
export function Amount({
  amount,
  className,
}: {
  readonly amount: Credits;
  readonly className?: string;
}) {
  const { locale } = useViewer();
  return (
    <span suppressHydrationWarning className={cn("tabular-nums", className)}>
      {formatCredits(amount, locale)}
    </span>
  );
}

/** An amount with its sign, and green when it adds. */
export function SignedAmount({ amount }: { readonly amount: Credits }) {
  const { locale } = useViewer();
  return (
    <span
      suppressHydrationWarning
      className={cn("font-medium tabular-nums", amount > 0n && "text-positive")}
    >
      {formatMovement(amount, locale)}
    </span>
  );
}

/** Money in the reader's notation. */
export function MoneyAmount({ amountMinor, currency }: Money) {
  const { locale } = useViewer();
  return (
    <span suppressHydrationWarning className="tabular-nums">
      {formatMoney({ amountMinor, currency }, locale)}
    </span>
  );
}

/** An amount as the largest thing of a card: all of it is there, the whole credits stand out. */
export function LargeAmount({ amount }: { readonly amount: Credits }) {
  const { locale } = useViewer();
  const { decimal = "." } = numberSigns(locale);
  const [whole, fraction] = formatCredits(amount, locale).split(decimal);
  return (
    <span suppressHydrationWarning>
      {whole}
      {fraction && (
        <span className="text-[0.55em] text-muted-foreground">
          {decimal}
          {fraction}
        </span>
      )}
    </span>
  );
}

function numberSigns(locale: string): { decimal?: string } {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return { decimal: parts.find(({ type }) => type === "decimal")?.value };
}
