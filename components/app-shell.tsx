import Link from "next/link";
import type { ReactNode } from "react";
import type { Role } from "@/lib/access/users";
import { AccountMenu } from "./account-menu";
import { AppNav } from "./app-nav";
import { Logo } from "./logo";
import { ThemeButton } from "./theme";
import { Toaster } from "./ui/toaster";

interface Props {
  readonly person: {
    readonly name: string;
    readonly email: string;
    readonly role: Role;
  };
  readonly children: ReactNode;
}

/** The frame of every page for people who are signed in. */
export function AppShell({ person, children }: Props) {
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:m-3 focus:rounded-lg focus:bg-surface focus:px-4 focus:py-2"
      >
        Skip to the content
      </a>
      <header className="print:hidden border-b bg-surface">
        <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3 sm:px-6">
          <Link href="/admin/credits" className="mr-auto flex rounded-md sm:mr-0">
            <Logo />
          </Link>
          <div className="order-last w-full min-w-0 sm:order-none sm:w-auto sm:flex-1">
            <AppNav isAdmin={person.role === "admin"} />
          </div>
          <div className="flex items-center gap-1">
            <ThemeButton />
            <AccountMenu person={person} />
          </div>
        </div>
      </header>
      <main
        id="content"
        className="mx-auto grid w-full max-w-6xl flex-1 grid-cols-[minmax(0,1fr)] content-start gap-6 px-4 py-8 sm:px-6"
      >
        {children}
      </main>
      <Toaster />
    </div>
  );
}
