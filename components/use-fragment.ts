"use client";

import { useSyncExternalStore } from "react";

/**
 * What stands behind # in the address: the token of a mail's link, which no server log sees.
 * @returns undefined until the browser knows
 */
export function useFragment(): string | undefined {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener("hashchange", changed);
      return () => window.removeEventListener("hashchange", changed);
    },
    () => decodeURIComponent(window.location.hash.slice(1)),
    () => undefined,
  );
}
