"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/lib/shared/cn";
import {
  ACCOUNT_ITEMS,
  BACK_OFFICE_ITEMS,
  backOfficeItemsOf,
  findCurrentItem,
  type NavItem,
} from "./navigation";

const ALL_ITEMS = [...ACCOUNT_ITEMS, ...BACK_OFFICE_ITEMS];

/** A buyer's few pages, beside each other in the header. */
export function HeaderNav() {
  const current = findCurrentItem(ACCOUNT_ITEMS, usePathname());
  return (
    <nav aria-label="Main" className="-mx-1 flex gap-1 overflow-x-auto px-1">
      {ACCOUNT_ITEMS.map((item) => (
        <NavLink key={item.href} item={item} current={item === current} />
      ))}
    </nav>
  );
}

/** An admin's pages below each other: the back office apart from their own account. */
export function SideNav({ role }: { readonly role: string }) {
  const items = backOfficeItemsOf(role);
  const current = findCurrentItem(ALL_ITEMS, usePathname());
  return (
    <nav aria-label="Main" className="grid content-start gap-6">
      <NavGroup title="Back office" items={items} current={current} />
      <NavGroup title="Your account" items={ACCOUNT_ITEMS} current={current} />
    </nav>
  );
}

/** The same on a narrow screen, behind a button; it closes when another page is there. */
export function NavDisclosure({ role }: { readonly role: string }) {
  const path = usePathname();
  return (
    <details key={path} className="group w-full">
      <summary className="flex h-9 items-center rounded-lg border border-input px-3 font-medium">
        Menu: {findCurrentItem(ALL_ITEMS, path)?.label ?? "pages"}
      </summary>
      <div className="pt-3">
        <SideNav role={role} />
      </div>
    </details>
  );
}

interface GroupProps {
  readonly title: string;
  readonly items: readonly NavItem[];
  readonly current: NavItem | undefined;
}

function NavGroup({ title, items, current }: GroupProps) {
  return (
    <div className="grid gap-1">
      <p className="px-3 font-medium text-muted-foreground text-xs">{title}</p>
      {items.map((item) => (
        <NavLink key={item.href} item={item} current={item === current} withIcon />
      ))}
    </div>
  );
}

interface LinkProps {
  readonly item: NavItem;
  readonly current: boolean;
  readonly withIcon?: boolean;
}

function NavLink({ item: { href, label, icon: Icon }, current, withIcon = false }: LinkProps) {
  return (
    <Link
      href={href as "/"}
      aria-current={current ? "page" : undefined}
      className={cn(
        "flex items-center gap-2.5 whitespace-nowrap rounded-lg px-3 py-1.5 font-medium",
        current
          ? "bg-muted text-foreground"
          : "text-muted-foreground hover:bg-muted hover:text-foreground",
      )}
    >
      {withIcon && <Icon aria-hidden className="size-4 shrink-0" />}
      {label}
    </Link>
  );
}
