"use client";

import { ThemeProvider as NextThemes, useTheme } from "next-themes";
import { type ReactNode, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";

interface ProviderProps {
  /** Lets the script run that sets the theme before React starts. */
  readonly nonce: string | undefined;
  readonly children: ReactNode;
}

export function ThemeProvider({ nonce, children }: ProviderProps) {
  return (
    <NextThemes attribute="class" disableTransitionOnChange nonce={nonce}>
      {children}
    </NextThemes>
  );
}

const THEMES = ["system", "light", "dark"] as const;

interface SwitchProps {
  /** Made on the server, so that no page loads a library for them. */
  readonly icons: Readonly<Record<(typeof THEMES)[number], ReactNode>>;
}

/** Goes round: as the system has it, light, dark. */
export function ThemeSwitch({ icons }: SwitchProps) {
  const { theme, setTheme } = useTheme();
  // The server doesn't know the choice: the button shows it once the browser does.
  const known = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  const current = THEMES.find((name) => known && name === theme) ?? "system";
  const next = THEMES[(THEMES.indexOf(current) + 1) % THEMES.length] ?? "system";
  return (
    <Button
      type="button"
      variant="ghost"
      size="icon"
      aria-label={`Theme: ${current}. Change to ${next}`}
      title={`Theme: ${current}`}
      onClick={() => setTheme(next)}
    >
      {icons[current]}
    </Button>
  );
}
