"use client";

import { LogOut, Settings } from "lucide-react";
import Link from "next/link";
import { useRef } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { Role } from "@/lib/access/users";

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  buyer: "Customer",
  support: "Support",
  finance: "Finance",
  admin: "Admin",
};

export interface SignedIn {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

const item =
  "flex w-full items-center gap-2 rounded-md px-3 py-2 text-left hover:bg-muted [&_svg]:size-4 [&_svg]:text-muted-foreground";

/**
 * Who is signed in, their settings, and the way out. The browser's own popover: Escape and a click
 * elsewhere close it, and no library is needed.
 */
export function AccountMenu({ user }: { readonly user: SignedIn }) {
  const popover = useRef<HTMLDivElement>(null);
  const close = () => popover.current?.hidePopover();
  return (
    <div className="relative">
      <Button
        type="button"
        variant="ghost"
        size="icon"
        aria-label="Account menu"
        popoverTarget="account-menu"
      >
        <span
          aria-hidden
          className="grid size-7 place-items-center rounded-full bg-accent-soft font-medium text-accent text-xs"
        >
          {initials(user.name)}
        </span>
      </Button>
      <div
        id="account-menu"
        ref={popover}
        popover="auto"
        className="absolute inset-auto top-14 right-4 m-0 w-64 rounded-xl border bg-surface p-1 text-foreground shadow-lg sm:right-[max(1.5rem,calc((100vw-80rem)/2+1.5rem))]"
      >
        <div className="flex items-start justify-between gap-2 px-3 py-2">
          <div className="min-w-0">
            <p className="truncate font-medium">{user.name}</p>
            <p className="truncate text-muted-foreground text-xs">{user.email}</p>
          </div>
          {user.role !== "buyer" && <Badge tone="accent">{ROLE_NAMES[user.role]}</Badge>}
        </div>
        <hr className="my-1" />
        <Link href="/account" className={item} onClick={close}>
          <Settings aria-hidden /> Account settings
        </Link>
        <button type="button" className={item} onClick={leave}>
          <LogOut aria-hidden /> Sign out
        </button>
      </div>
    </div>
  );
}

/** The library is only loaded by those who leave. */
async function leave(): Promise<void> {
  const { signOut } = await import("next-auth/react");
  await signOut({ callbackUrl: "/" });
}

/** "Bea Buyer" is BB. Whole characters: half of an emoji would show as a box. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word = "") => [...word][0]?.toUpperCase() ?? "").join("") || "?";
}
