"use client";

import { lazy, Suspense, useSyncExternalStore } from "react";

const ToasterView = lazy(() => import("./toaster-view"));

let wanted = false;
let notifyToaster = () => {};
let markReady = () => {};
const ready = new Promise<void>((resolve) => {
  markReady = resolve;
});

/**
 * Short messages about something just done; what must not be missed is an Alert instead. The
 * library that shows them is loaded with the first message.
 */
export async function showToast(tone: "success" | "error", text: string): Promise<void> {
  wanted = true;
  notifyToaster();
  const [{ toast }] = await Promise.all([import("sonner"), ready]);
  toast[tone](text);
}

/** Where messages appear: once per page. */
export function Toaster() {
  const mounted = useSyncExternalStore(
    (notify) => {
      notifyToaster = notify;
      return () => {};
    },
    () => wanted,
    () => false,
  );
  if (!mounted) return null;
  return (
    <Suspense>
      <ToasterView onReady={markReady} />
    </Suspense>
  );
}
