import Link from "next/link";
import type { ReactNode } from "react";
import { ThemeButton } from "@/components/theme-button";
import { BrandLogo } from "../brand-logo";

/** The frame of pages that explain: they need nobody to be signed in. */
export default function DocsLayout({ children }: { readonly children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="border-b bg-surface">
        <div className="mx-auto flex w-full max-w-5xl flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 py-3">
          <Link href="/" className="flex shrink-0 rounded-md">
            <BrandLogo />
          </Link>
          <nav aria-label="Documentation" className="flex items-center gap-4 whitespace-nowrap">
            <Link href="/docs" className="underline-offset-4 hover:underline">
              Guides
            </Link>
            <Link href="/docs/api" className="underline-offset-4 hover:underline">
              API reference
            </Link>
            <Link href="/docs/problems" className="underline-offset-4 hover:underline">
              Errors
            </Link>
            <ThemeButton />
          </nav>
        </div>
      </header>
      <main className="mx-auto grid w-full max-w-5xl grid-cols-[minmax(0,1fr)] content-start gap-6 px-5 py-8">
        {children}
      </main>
    </div>
  );
}
