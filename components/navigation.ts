import {
  ArrowLeftRight,
  Calculator,
  CalendarCheck,
  ChartColumn,
  Coins,
  Gift,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  Package,
  ReceiptText,
  Scale,
  ScrollText,
  SlidersHorizontal,
  TicketPercent,
  UserCog,
  Users,
  Webhook,
} from "lucide-react";

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** The roles that find it; everybody who works here unless told. */
  readonly roles?: readonly string[];
}

const HOME = "/admin/credits";

/** What everybody finds about their own account. */
export const ACCOUNT_ITEMS: readonly NavItem[] = [
  { href: HOME, label: "Credits", icon: Coins },
  { href: "/admin/credits/usage", label: "Usage", icon: ChartColumn },
  { href: "/admin/credits/history", label: "Activity", icon: ArrowLeftRight },
  { href: "/admin/credits/gifts", label: "Gifts", icon: Gift },
  { href: "/account", label: "Settings", icon: KeyRound },
];

/** What only staff find: everybody's. */
export const BACK_OFFICE_ITEMS: readonly NavItem[] = [
  { href: "/admin/credits/overview", label: "Overview", icon: LayoutDashboard },
  { href: "/admin/credits/customers", label: "Customers", icon: Users },
  { href: "/admin/credits/all-purchases", label: "Purchases", icon: ReceiptText },
  { href: "/admin/credits/packs", label: "Packs", icon: Package },
  { href: "/admin/credits/codes", label: "Promotion codes", icon: TicketPercent },
  { href: "/admin/credits/rates", label: "Rates", icon: Calculator },
  { href: "/admin/credits/disputes", label: "Disputes", icon: Scale },
  { href: "/admin/credits/months", label: "Month end", icon: CalendarCheck },
  { href: "/admin/credits/webhooks", label: "Webhooks", icon: Webhook },
  { href: "/admin/credits/jobs", label: "Jobs", icon: ListChecks },
  {
    href: "/admin/credits/audit",
    label: "Audit log",
    icon: ScrollText,
    roles: ["finance", "admin"],
  },
  { href: "/admin/credits/people", label: "People", icon: UserCog, roles: ["admin"] },
  {
    href: "/admin/credits/settings",
    label: "Settings",
    icon: SlidersHorizontal,
    roles: ["admin"],
  },
];

/** @returns the item that a path belongs to: the longest that it begins with */
export function findCurrentItem(items: readonly NavItem[], path: string): NavItem | undefined {
  return items
    .filter(({ href }) => path === href || (href !== HOME && path.startsWith(`${href}/`)))
    .sort((a, b) => b.href.length - a.href.length)[0];
}

/** The pages of the back office that a role may open. */
export function backOfficeItemsOf(role: string): NavItem[] {
  return isStaffRole(role)
    ? BACK_OFFICE_ITEMS.filter(({ roles }) => roles?.includes(role) ?? true)
    : [];
}

/** Whether a role works in the back office; what each may do there: lib/access/permissions.ts. */
export function isStaffRole(role: string): boolean {
  return role !== "buyer";
}

/** The first page after sign-in. */
export function homePathOf(role: string): string {
  return isStaffRole(role) ? "/admin/credits/overview" : HOME;
}
