import type { ReactNode } from "react";
import { SkipLink } from "./skip-link";
import { ThemeButton } from "./theme-button";

/** The header of pages for people who are not signed in; `children` are its links. */
export function PublicHeader({
  logo,
  children,
}: {
  readonly logo: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <>
      <SkipLink />
      <header className="mx-auto flex w-full max-w-6xl items-center justify-between px-4 py-4 sm:px-6 print:hidden">
        <a href="/" className="flex rounded-md py-1">
          {logo}
        </a>
        <div className="flex items-center gap-2">
          <ThemeButton />
          {children}
        </div>
      </header>
    </>
  );
}
