import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/shared/cn";

interface Props extends Omit<ComponentProps<"input">, "type"> {
  readonly label: ReactNode;
  /** Why it can't be changed, or what follows from it. */
  readonly hint?: ReactNode;
}

/** A box that is ticked or not; its label can be pressed, too. */
export function Checkbox({ label, hint, className, ...props }: Props) {
  return (
    <label data-slot="checkbox" className={cn("flex min-h-6 items-start gap-2", className)}>
      <input type="checkbox" className="size-5 shrink-0 accent-accent" {...props} />
      <span>
        {label}
        {hint && <span className="block text-muted-foreground text-xs">{hint}</span>}
      </span>
    </label>
  );
}
