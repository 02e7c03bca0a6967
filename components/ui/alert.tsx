import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/shared/cn";

const BASE =
  "flex gap-3 rounded-xl border px-4 py-3 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0";

const TONES = {
  info: "border-border bg-surface",
  positive: "border-transparent bg-positive-soft text-positive",
  warning: "border-transparent bg-warning-soft text-warning",
  negative: "border-transparent bg-negative-soft text-negative",
} as const;

const ICONS = { info: Info, positive: CircleCheck, warning: TriangleAlert, negative: CircleAlert };

interface Props extends Omit<ComponentProps<"div">, "title"> {
  readonly tone?: keyof typeof ICONS;
  readonly title?: ReactNode;
}

/** What a reader must not miss. `negative` and `warning` are read out at once. */
export function Alert({ className, tone = "info", title, children, ...props }: Props) {
  const Icon = ICONS[tone];
  return (
    <div
      data-slot="alert"
      role={tone === "negative" || tone === "warning" ? "alert" : "status"}
      tabIndex={-1}
      className={cn(BASE, TONES[tone], className)}
      {...props}
    >
      <Icon aria-hidden />
      <div className="grid min-w-0 gap-1">
        {title && <p className="font-medium">{title}</p>}
        {children && (
          <div className={tone === "info" ? "text-muted-foreground" : undefined}>{children}</div>
        )}
      </div>
    </div>
  );
}
