import type { ReactNode } from "react";
import { requirePerson } from "@/lib/access";

/** Before loading.tsx begins an answer, which could then no longer become a redirect. */
export default async function HistoryLayout({ children }: { readonly children: ReactNode }) {
  await requirePerson("/admin/credits/history");
  return children;
}
