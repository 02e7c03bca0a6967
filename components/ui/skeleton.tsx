import type { ComponentProps } from "react";
import { cn } from "@/lib/shared/cn";

export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      data-slot="skeleton"
      aria-hidden
      className={cn("animate-pulse bg-muted", className)}
      {...props}
    />
  );
}
