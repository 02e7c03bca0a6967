import type { ReactNode } from "react";
import { requireUser } from "@/lib/access";

/** Before loading.tsx begins an answer, which could then no longer become a redirect. */
export default async function OverviewLayout({ children }: { readonly children: ReactNode }) {
  await requireUser();
  return children;
}
