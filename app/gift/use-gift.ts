"use client";

import { useEffect, useState } from "react";
import { useFragment } from "@/components/use-fragment";
import { findGiftAction, type ShownGift } from "./actions";

/** Keeps the token over a sign-in, in this tab only. */
const KEPT = "gift";

interface Looked {
  readonly token: string;
  /** Undefined when no gift has the token. */
  readonly gift: ShownGift | undefined;
}

/**
 * The gift of the link that was opened, or of the one that was opened before signing in.
 * @returns undefined while it is looked for
 */
export function useGift(): Looked | undefined {
  const fragment = useFragment();
  const [looked, setLooked] = useState<Looked>();
  useEffect(() => {
    if (fragment === undefined) return;
    const token = fragment || sessionStorage.getItem(KEPT) || "";
    let stays = true;
    void (token === "" ? Promise.resolve(undefined) : findGiftAction(token)).then((gift) => {
      if (gift?.state === "open") sessionStorage.setItem(KEPT, token);
      else sessionStorage.removeItem(KEPT);
      if (stays) setLooked({ token, gift });
    });
    return () => {
      stays = false;
    };
  }, [fragment]);
  return looked;
}
