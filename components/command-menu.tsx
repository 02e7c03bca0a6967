"use client";

import { Search } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";

const CommandDialog = lazy(() => import("./command-dialog"));

interface Props {
  readonly role: string;
}

/** Every page and search behind Ctrl K (⌘ K on a Mac). The menu is loaded when it is opened. */
export function CommandMenu({ role }: Props) {
  const [open, setOpen] = useState(false);
  const [loaded, setLoaded] = useState(false);

  function show(next: boolean) {
    if (next) setLoaded(true);
    setOpen(next);
  }

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setLoaded(true);
      setOpen((was) => !was);
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  return (
    <>
      <Button
        type="button"
        variant="secondary"
        size="sm"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        className="text-muted-foreground"
        onClick={() => show(true)}
      >
        <Search aria-hidden />
        <span className="sr-only sm:not-sr-only">Go to</span>
        <kbd aria-hidden className="hidden rounded border px-1 font-sans text-xs sm:inline">
          Ctrl K
        </kbd>
      </Button>
      {loaded && (
        <Suspense>
          <CommandDialog role={role} open={open} onOpenChange={show} />
        </Suspense>
      )}
    </>
  );
}
