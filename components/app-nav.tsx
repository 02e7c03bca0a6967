"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { cn } from "@/lib/shared/cn";

const ITEMS = [
  { href: "/admin/credits", label: "Credits", admin: false },
  { href: "/admin/credits/history", label: "History", admin: false },
  { href: "/admin/credits/accounts", label: "Accounts", admin: true },
  { href: "/admin/credits/webhooks", label: "Webhooks", admin: true },
  { href: "/admin/credits/jobs", label: "Jobs", admin: true },
] as const;

/** Where one can go. On a phone it scrolls sideways rather than hiding behind a button. */
export function AppNav({ isAdmin }: { readonly isAdmin: boolean }) {
  const path = usePathname();
  const current = ITEMS.filter(({ href }) => path === href || path.startsWith(`${href}/`)).at(-1);
  const currentLink = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    currentLink.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [path]);
  return (
    <nav aria-label="Main" className="-mx-1 flex gap-1 overflow-x-auto px-1">
      {ITEMS.filter((item) => isAdmin || !item.admin).map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          ref={href === current?.href ? currentLink : undefined}
          aria-current={href === current?.href ? "page" : undefined}
          className={cn(
            "whitespace-nowrap rounded-lg px-3 py-1.5 font-medium text-muted-foreground hover:bg-muted hover:text-foreground",
            href === current?.href && "bg-muted text-foreground",
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
