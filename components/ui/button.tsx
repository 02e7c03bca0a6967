import { type ComponentProps, cloneElement, isValidElement, type ReactElement } from "react";
import { cn } from "@/lib/shared/cn";

const BASE =
  "inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-lg font-medium transition-[color,background-color,border-color,opacity] disabled:pointer-events-none disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0";

const VARIANTS = {
  primary: "bg-accent text-accent-foreground hover:bg-accent-hover",
  secondary: "border border-input bg-surface hover:bg-muted",
  ghost: "hover:bg-muted",
  danger: "bg-negative text-surface hover:opacity-90",
} as const;

/** `field` is as high as a compact input beside it. */
const SIZES = {
  sm: "h-8 px-3 text-sm",
  field: "h-9 px-4 text-sm",
  md: "h-10 px-4 text-sm",
  icon: "size-9",
} as const;

interface Props extends ComponentProps<"button"> {
  readonly variant?: keyof typeof VARIANTS;
  readonly size?: keyof typeof SIZES;
  /** The child, a link, is shown as the button. */
  readonly asChild?: boolean;
}

export function Button(props: Props) {
  const { className, variant = "primary", size = "md", asChild, ...rest } = props;
  const classes = cn(BASE, VARIANTS[variant], SIZES[size], className);
  if (asChild && isValidElement(rest.children)) {
    const link = rest.children as ReactElement<ComponentProps<"a">>;
    return cloneElement(link, { className: cn(classes, link.props.className) });
  }
  return <button data-slot="button" className={classes} {...rest} />;
}
