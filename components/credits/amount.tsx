import { cn } from "@/lib/cn";
import { type Credits, formatCredits, formatMovement } from "@/lib/credits";

/** An amount of credits in figures that stand below each other. */
export function Amount({
  amount,
  className,
}: {
  readonly amount: Credits;
  readonly className?: string;
}) {
  return <span className={cn("tabular-nums", className)}>{formatCredits(amount)}</span>;
}

/** A movement: with its sign, and green when it adds. */
export function Movement({ amount }: { readonly amount: Credits }) {
  return (
    <span className={cn("font-medium tabular-nums", amount > 0n && "text-positive")}>
      {formatMovement(amount)}
    </span>
  );
}
