import {
  ArrowLeftRight,
  CirclePlus,
  Clock,
  Gift,
  Hourglass,
  type LucideIcon,
  RotateCcw,
  ShieldAlert,
  ShieldCheck,
  SlidersHorizontal,
  Undo2,
  Zap,
} from "lucide-react";
import type { EntryKind } from "@/lib/ledger/state";
import { cn } from "@/lib/shared/cn";

const ICONS: Partial<Record<string, LucideIcon>> = {
  purchase: CirclePlus,
  grant: Gift,
  spend: Zap,
  capture: Zap,
  spend_reversal: RotateCcw,
  refund: Undo2,
  refund_reversal: RotateCcw,
  dispute: ShieldAlert,
  dispute_reversal: ShieldCheck,
  expiry: Clock,
  hold: Hourglass,
  release: RotateCcw,
  hold_expiry: Clock,
  adjustment: SlidersHorizontal,
};

/** Tells kinds of entries apart at a glance; the words beside it say the same. */
export function KindIcon({ kind, adds }: { readonly kind: EntryKind; readonly adds: boolean }) {
  const Icon = ICONS[kind] ?? ArrowLeftRight;
  return (
    <span
      aria-hidden
      className={cn(
        "grid size-8 shrink-0 place-items-center rounded-full [&>svg]:size-4",
        adds ? "bg-positive-soft text-positive" : "bg-muted text-muted-foreground",
      )}
    >
      <Icon />
    </span>
  );
}
