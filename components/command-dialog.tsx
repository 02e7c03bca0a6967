"use client";

import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { withQuery } from "@/lib/shared/query";
import { ACCOUNT_ITEMS, backOfficeItemsOf, isStaffRole, type NavItem } from "./navigation";

interface Props {
  readonly role: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Lists where a text can be searched for, by admins. */
const SEARCHES = [
  { path: "/admin/credits/customers", label: "customers" },
  { path: "/admin/credits/all-purchases", label: "purchases" },
  { path: "/admin/credits/webhooks", label: "webhook events" },
] as const;

const item =
  "flex cursor-pointer items-center gap-2.5 rounded-lg px-3 py-2 data-[selected=true]:bg-muted [&_svg]:size-4 [&_svg]:text-muted-foreground";

/** The menu itself: type to choose a page, or to search a list for the text. */
export default function CommandDialog({ role, open, onOpenChange }: Props) {
  const isStaff = isStaffRole(role);
  const router = useRouter();
  const [text, setText] = useState("");

  function go(href: string) {
    onOpenChange(false);
    setText("");
    router.push(href as "/");
  }

  return (
    <Command.Dialog
      open={open}
      onOpenChange={onOpenChange}
      label="Go to a page"
      overlayClassName="fixed inset-0 z-30 bg-black/50"
      contentClassName="fixed top-[15vh] left-1/2 z-30 w-[calc(100%-2rem)] max-w-lg -translate-x-1/2 rounded-xl border bg-surface p-2 shadow-lg"
    >
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={isStaff ? "Page, email, or any id" : "Page"}
        className="w-full rounded-lg bg-transparent px-3 py-2.5 text-base outline-none placeholder:text-muted-foreground sm:text-sm"
      />
      <Command.List className="max-h-[50vh] overflow-y-auto border-t pt-2">
        <Command.Empty className="px-3 py-6 text-center text-muted-foreground">
          No page matches.
        </Command.Empty>
        {isStaff && <Group title="Back office" items={backOfficeItemsOf(role)} onChoose={go} />}
        <Group title="Your account" items={ACCOUNT_ITEMS} onChoose={go} />
        {isStaff && text.trim() !== "" && (
          <Command.Group heading="Search" forceMount className={group}>
            {SEARCHES.map(({ path, label }) => (
              <Command.Item
                key={path}
                forceMount
                value={`search ${label}`}
                className={item}
                onSelect={() => go(withQuery(path, { search: text.trim() }))}
              >
                Search {label} for “{text.trim()}”
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command.Dialog>
  );
}

const group =
  "[&>[cmdk-group-heading]]:px-3 [&>[cmdk-group-heading]]:py-1.5 [&>[cmdk-group-heading]]:text-muted-foreground [&>[cmdk-group-heading]]:text-xs";

interface GroupProps {
  readonly title: string;
  readonly items: readonly NavItem[];
  readonly onChoose: (href: string) => void;
}

function Group({ title, items, onChoose }: GroupProps) {
  return (
    <Command.Group heading={title} className={group}>
      {items.map(({ href, label, icon: Icon }) => (
        <Command.Item
          key={href}
          value={`${label} ${title}`}
          className={item}
          onSelect={() => onChoose(href)}
        >
          <Icon aria-hidden />
          {label}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
