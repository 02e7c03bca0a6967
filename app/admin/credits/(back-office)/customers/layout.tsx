import type { ReactNode } from "react";
import { requireStaff } from "@/lib/access";

/** Before loading.tsx begins an answer, which could then no longer become a 404. */
export default async function AccountsLayout({ children }: { readonly children: ReactNode }) {
  await requireStaff("/admin/credits/customers");
  return children;
}
