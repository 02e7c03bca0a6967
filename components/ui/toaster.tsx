"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

/** Short messages about something just done. What must not be missed is an Alert instead. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      richColors
    />
  );
}
