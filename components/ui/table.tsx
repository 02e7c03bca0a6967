import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** A table that scrolls sideways within its frame when the screen is narrow. */
export function Table({ className, "aria-label": label, ...props }: ComponentProps<"table">) {
  return (
    <section
      data-slot="table-frame"
      className="relative overflow-x-auto"
      aria-label={label ?? "Table"}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it
      tabIndex={0}
    >
      <table
        data-slot="table"
        className={cn("w-full border-collapse text-left", className)}
        {...props}
      />
    </section>
  );
}

export function Th({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      data-slot="th"
      scope="col"
      className={cn(
        "whitespace-nowrap border-b px-5 py-2 font-medium text-muted-foreground text-xs",
        className,
      )}
      {...props}
    />
  );
}

export function Tr({ className, ...props }: ComponentProps<"tr">) {
  return <tr data-slot="tr" className={cn("border-b last:border-b-0", className)} {...props} />;
}

export function Td({ className, ...props }: ComponentProps<"td">) {
  return <td data-slot="td" className={cn("px-5 py-3 align-top", className)} {...props} />;
}
