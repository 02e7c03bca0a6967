import type { ComponentProps } from "react";
import { cn } from "@/lib/shared/cn";

/**
 * A table whose rows become cards of two columns where its frame is narrow: on a phone, and in
 * half a page. It looks at the frame, not at the screen.
 */
export function Table({ className, ...props }: ComponentProps<"table">) {
  return (
    <div data-slot="table-frame" className="@container overflow-x-auto border-t">
      <table
        data-slot="table"
        className={cn(
          "w-full border-collapse text-left @max-2xl:block @max-2xl:[&>tbody]:block @max-2xl:[&>thead]:sr-only",
          className,
        )}
        {...props}
      />
    </div>
  );
}

export function Th({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      data-slot="th"
      scope="col"
      className={cn(
        "whitespace-nowrap border-b bg-muted/40 px-5 py-2 font-medium text-muted-foreground text-xs",
        className,
      )}
      {...props}
    />
  );
}

export function Tr({ className, ...props }: ComponentProps<"tr">) {
  return (
    <tr
      data-slot="tr"
      className={cn(
        "border-b transition-colors last:border-b-0 hover:bg-muted/40",
        "@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:items-start @max-2xl:gap-x-4 @max-2xl:gap-y-1 @max-2xl:px-5 @max-2xl:py-3.5",
        className,
      )}
      {...props}
    />
  );
}

/** Where a cell goes when its row is a card: first or second line, left or right. */
const PLACES = {
  first: "@max-2xl:order-1",
  "first-right": "@max-2xl:order-2 @max-2xl:text-right",
  second: "@max-2xl:order-3",
  "second-right": "@max-2xl:order-4 @max-2xl:justify-self-end @max-2xl:text-right",
  last: "@max-2xl:order-5 @max-2xl:col-span-2",
  dropped: "@max-2xl:hidden",
} as const;

type TdProps = ComponentProps<"td"> & { readonly place: keyof typeof PLACES };

export function Td({ className, place, ...props }: TdProps) {
  return (
    <td
      data-slot="td"
      className={cn("px-5 py-3 align-top @max-2xl:min-w-0 @max-2xl:p-0", PLACES[place], className)}
      {...props}
    />
  );
}
