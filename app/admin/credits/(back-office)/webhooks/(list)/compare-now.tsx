"use client";

import { LoaderCircle, RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toaster";
import { compareNow } from "../actions";

const LOOK_EVERY_MS = 1_000;
const GIVE_UP_AFTER_MS = 60_000;

interface Props {
  /** The newest run; undefined before the first. */
  readonly runId: string | undefined;
  readonly running: boolean;
}

/** Asks for a comparison, and looks again until it is there and done. */
export function CompareNow({ runId, running }: Props) {
  const router = useRouter();
  const [asking, ask] = useTransition();
  /** The newest run when a new one was asked for, until that begins. */
  const [askedBeside, setAskedBeside] = useState<{ runId: string | undefined }>();
  const waiting = askedBeside !== undefined && askedBeside.runId === runId && !running;

  useEffect(() => {
    if (!waiting && !running) return;
    const timer = setInterval(() => router.refresh(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [waiting, running, router]);

  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => {
      setAskedBeside(undefined);
      void showToast(
        "error",
        "Nobody has begun it. It stays asked for; the app’s log may say what is wrong.",
      );
    }, GIVE_UP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [waiting]);

  const busy = asking || waiting || running;
  return (
    <Button
      variant="secondary"
      size="sm"
      disabled={busy}
      aria-busy={busy}
      onClick={() =>
        ask(async () => {
          await compareNow();
          setAskedBeside({ runId });
        })
      }
    >
      {busy ? <LoaderCircle aria-hidden className="animate-spin" /> : <RefreshCw aria-hidden />}
      {busy ? "Comparing …" : "Compare now"}
    </Button>
  );
}
