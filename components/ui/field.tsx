import type { ReactNode } from "react";
import { cn } from "@/lib/shared/cn";

interface Props {
  readonly id: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string;
  readonly className?: string;
  /** The control. It gets its id, and is told what describes it, by the caller: see fieldProps. */
  readonly children: ReactNode;
}

/** A control with its label, a hint and what is wrong with it. */
export function Field({ id, label, hint, error, className, children }: Props) {
  return (
    <div data-slot="field" className={cn("grid content-start gap-1.5", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      {hint && !error && (
        <p id={`${id}-hint`} className="text-muted-foreground text-xs">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-negative text-xs">
          {error}
        </p>
      )}
    </div>
  );
}

/** What ties a control to its Field for screen readers. */
export function fieldProps(id: string, error?: string) {
  return {
    id,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": error ? `${id}-error` : `${id}-hint`,
  };
}
