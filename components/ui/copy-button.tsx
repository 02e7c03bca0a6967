"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button";
import { showToast } from "./toaster";

const SHOWN_MS = 2_000;

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    try {
      // Without https a browser has no clipboard for pages, or the user may have forbidden it.
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      void showToast("error", "The browser didn’t allow copying. Select the text instead.");
    }
  }

  const Icon = copied ? Check : Copy;
  return (
    <Button
      type="button"
      variant="ghost"
      size="icon"
      aria-label={copied ? "Copied" : label}
      title={label}
      onClick={copy}
    >
      <Icon aria-hidden />
    </Button>
  );
}
