import type { ComponentProps } from "react";
import { cn } from "@/lib/shared/cn";

const BASE =
  "inline-flex w-fit shrink-0 items-center gap-1 whitespace-nowrap rounded-full px-2 py-0.5 font-medium text-xs";

const TONES = {
  neutral: "bg-muted text-muted-foreground",
  accent: "bg-accent-soft text-accent",
  positive: "bg-positive-soft text-positive",
  warning: "bg-warning-soft text-warning",
  negative: "bg-negative-soft text-negative",
} as const;

export type Tone = keyof typeof TONES;

export function Badge({
  className,
  tone = "neutral",
  ...props
}: ComponentProps<"span"> & { tone?: Tone }) {
  return <span data-slot="badge" className={cn(BASE, TONES[tone], className)} {...props} />;
}
