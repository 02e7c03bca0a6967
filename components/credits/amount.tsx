import { cn } from "@/lib/shared/cn";
import { type Credits, formatCredits, formatMovement } from "@/lib/shared/credits";

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

/** An amount as the largest thing of a card: all of it is there, the whole credits stand out. */
export function Figure({ amount }: { readonly amount: Credits }) {
  const [whole, fraction] = formatCredits(amount).split(".");
  return (
    <>
      {whole}
      {fraction && <span className="text-[0.55em] text-muted-foreground">.{fraction}</span>}
    </>
  );
}
