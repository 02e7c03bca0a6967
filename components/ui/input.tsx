import type { ComponentProps } from "react";
import { cn } from "@/lib/shared/cn";

const control =
  "rounded-lg border border-input bg-surface px-3 text-base sm:text-sm placeholder:text-muted-foreground aria-invalid:border-negative";

/** `field` fills its column; `compact` stands beside others in a row. */
const FITS = { field: "h-10 w-full min-w-0", compact: "h-9 w-auto min-w-30" } as const;

interface Fit {
  readonly fit?: keyof typeof FITS;
}

export function Input({ className, fit = "field", ...props }: ComponentProps<"input"> & Fit) {
  return <input data-slot="input" className={cn(control, FITS[fit], className)} {...props} />;
}

/** The browser's own select: it works with a keyboard, on a phone, and without JavaScript. */
export function Select({ className, fit = "field", ...props }: ComponentProps<"select"> & Fit) {
  return (
    <select data-slot="select" className={cn(control, FITS[fit], "pr-8", className)} {...props} />
  );
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      data-slot="textarea"
      className={cn(control, "w-full min-w-0 py-2", className)}
      {...props}
    />
  );
}
