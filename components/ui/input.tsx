import type { ComponentProps } from "react";
import { cn } from "@/lib/shared/cn";

const control =
  "h-10 w-full min-w-0 rounded-lg border border-input bg-surface px-3 text-base sm:text-sm placeholder:text-muted-foreground aria-invalid:border-negative";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input data-slot="input" className={cn(control, className)} {...props} />;
}

/** The browser's own select: it works with a keyboard, on a phone, and without JavaScript. */
export function Select({ className, ...props }: ComponentProps<"select">) {
  return <select data-slot="select" className={cn(control, "pr-8", className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea data-slot="textarea" className={cn(control, "h-auto py-2", className)} {...props} />
  );
}
