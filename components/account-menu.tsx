"use client";

import { LogOut, Settings } from "lucide-react";
import Link from "next/link";
import { signOut } from "next-auth/react";
import { DropdownMenu } from "radix-ui";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { Role } from "@/lib/access/users";

interface Props {
  readonly person: {
    readonly name: string;
    readonly email: string;
    readonly role: Role;
  };
}

const item =
  "flex items-center gap-2 rounded-md px-3 py-2 outline-none data-[highlighted]:bg-muted [&_svg]:size-4 [&_svg]:text-muted-foreground";

/** Who is signed in, their settings, and the way out. */
export function AccountMenu({ person }: Props) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button type="button" variant="ghost" size="icon" aria-label="Account menu">
          <span
            aria-hidden
            className="grid size-7 place-items-center rounded-full bg-accent-soft font-medium text-accent text-xs"
          >
            {initials(person.name)}
          </span>
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        align="end"
        sideOffset={6}
        className="z-20 w-64 rounded-xl border bg-surface p-1 shadow-lg data-[state=open]:animate-in data-[state=open]:fade-in-0"
      >
        <div className="flex items-start justify-between gap-2 px-3 py-2">
          <div className="min-w-0">
            <p className="truncate font-medium">{person.name}</p>
            <p className="truncate text-muted-foreground text-xs">{person.email}</p>
          </div>
          {person.role === "admin" && <Badge tone="accent">Admin</Badge>}
        </div>
        <DropdownMenu.Separator className="my-1 h-px bg-border" />
        <DropdownMenu.Item asChild className={item}>
          <Link href="/account">
            <Settings aria-hidden /> Account settings
          </Link>
        </DropdownMenu.Item>
        <DropdownMenu.Item className={item} onSelect={() => signOut({ callbackUrl: "/" })}>
          <LogOut aria-hidden /> Sign out
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

/** "Bea Buyer" is BB. Whole characters: half of an emoji would show as a box. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word = "") => [...word][0]?.toUpperCase() ?? "").join("") || "?";
}
