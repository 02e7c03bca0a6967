"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const EVERY_MS = 5_000;

interface Props {
  /** What the page shows, as decimals. */
  readonly balance: string;
  readonly held: string;
}

/** Asks for the balance while the page is in view, and brings the page up to date when it changed. */
export function RefreshOnBalance({ balance, held }: Props) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(async () => {
      if (document.visibilityState !== "visible" || !navigator.onLine) return;
      const answer = await fetch("/api/v1/credits/balance").catch(() => undefined);
      if (!answer?.ok) return;
      const now = await answer.json();
      if (now.balance !== balance || now.held !== held) router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [router, balance, held]);
  return null;
}
