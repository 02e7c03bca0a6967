import Link from "next/link";
import type { ReactNode } from "react";
import { ThemeButton } from "./theme-button";

interface Props {
  readonly logo: ReactNode;
  readonly title: string;
  readonly lead?: ReactNode;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of sign-in and sign-up. */
export function AuthShell({ logo, title, lead, footer, children }: Props) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between px-5 py-4">
        <Link href="/" className="flex rounded-md">
          {logo}
        </Link>
        <ThemeButton />
      </header>
      <main className="grid flex-1 place-items-center px-5 pb-24">
        <div className="grid w-full max-w-sm gap-6">
          <div className="grid gap-1.5">
            <h1 className="font-semibold text-2xl">{title}</h1>
            {lead && <p className="text-muted-foreground">{lead}</p>}
          </div>
          {children}
          {footer && <p className="text-muted-foreground">{footer}</p>}
        </div>
      </main>
    </div>
  );
}
