"use client";

import { type ReactNode, useEffect, useSyncExternalStore } from "react";

/** @returns whether the browser has a network; true on the server */
export function useOnline(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
}

/**
 * While there is no network: says so, and keeps the page. Without this a click on a link would
 * replace it by the browser's own error page, with everything that was typed.
 * @param icon made on the server, so that no page loads a library for it
 */
export function OfflineNotice({ icon }: { readonly icon: ReactNode }) {
  const online = useOnline();
  useEffect(() => {
    if (online) return;
    const keepPage = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (link && !link.getAttribute("href")?.startsWith("#")) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    document.addEventListener("click", keepPage, { capture: true });
    return () => document.removeEventListener("click", keepPage, { capture: true });
  }, [online]);
  return (
    <div role="status" className="print:hidden">
      {!online && (
        <p className="fixed inset-x-4 bottom-4 z-30 mx-auto flex w-fit items-center gap-2 rounded-xl border bg-foreground px-4 py-3 text-background shadow-lg">
          {icon}
          You are offline. This page stays as it is; links and forms work again when you are back.
        </p>
      )}
    </div>
  );
}

function subscribe(notify: () => void): () => void {
  window.addEventListener("online", notify);
  window.addEventListener("offline", notify);
  return () => {
    window.removeEventListener("online", notify);
    window.removeEventListener("offline", notify);
  };
}
