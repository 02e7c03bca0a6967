"use client";

import { usePathname } from "next/navigation";
import { TabLinks } from "@/components/tab-links";

const TABS = [
  { href: "/account", text: "Account" },
  { href: "/account/security", text: "Security" },
  { href: "/account/data", text: "Your data" },
] as const;

/** The pages of the account settings. */
export function AccountTabs() {
  const path = usePathname();
  return (
    <TabLinks
      label="Account settings"
      tabs={TABS.map((tab) => ({ ...tab, current: path === tab.href }))}
    />
  );
}
