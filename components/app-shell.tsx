import Link from "next/link";
import type { ReactNode } from "react";
import { AccountMenu, type SignedIn } from "./account-menu";
import { HeaderNav, NavDisclosure, SideNav } from "./app-nav";
import { CommandMenu } from "./command-menu";
import { homePathOf, isStaffRole } from "./navigation";
import { SkipLink } from "./skip-link";
import { ThemeButton } from "./theme-button";
import { Toaster } from "./ui/toaster";
import { TimeZoneNote } from "./viewer";

interface Props {
  readonly logo: ReactNode;
  readonly user: SignedIn;
  /** What stands at the foot beside the time zone. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page for people who are signed in. */
export function AppShell({ logo, user, footer, children }: Props) {
  const isStaff = isStaffRole(user.role);
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="border-b bg-surface print:hidden">
        <div className="mx-auto flex w-full max-w-7xl flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3 sm:px-6">
          <Link
            href={homePathOf(user.role) as "/"}
            className="mr-auto flex rounded-md py-1 sm:mr-0"
          >
            {logo}
          </Link>
          <div className="order-last w-full min-w-0 sm:order-none sm:w-auto sm:flex-1">
            {!isStaff && <HeaderNav />}
          </div>
          <div className="flex items-center gap-1">
            <CommandMenu role={user.role} />
            <ThemeButton />
            <AccountMenu user={user} />
          </div>
          {isStaff && (
            <div className="order-last w-full lg:hidden">
              <NavDisclosure role={user.role} />
            </div>
          )}
        </div>
      </header>
      <div className="mx-auto flex w-full max-w-7xl flex-1 px-4 sm:px-6">
        {isStaff && (
          <div className="hidden w-52 shrink-0 border-r py-8 pr-4 lg:block print:hidden">
            <SideNav role={user.role} />
          </div>
        )}
        <main
          id="content"
          tabIndex={-1}
          className={`grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-6 py-8 outline-none ${isStaff ? "lg:pl-8" : ""}`}
        >
          {children}
        </main>
      </div>
      <footer className="mx-auto w-full max-w-7xl px-4 pb-6 text-muted-foreground text-xs sm:px-6 print:hidden">
        <div className="flex flex-wrap items-center gap-x-4">
          <TimeZoneNote />
          {footer}
        </div>
      </footer>
      <Toaster />
    </div>
  );
}
