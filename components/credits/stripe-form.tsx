"use client";

import { loadStripe } from "@stripe/stripe-js/pure";
import { useEffect, useRef, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Skeleton } from "@/components/ui/skeleton";

interface Props {
  readonly clientSecret: string;
  readonly publishableKey: string;
  /** Where Stripe.js is, when it isn't Stripe's own. */
  readonly stripeJsUrl: string | undefined;
}

type Mounted = { destroy(): void } | undefined;

/** Stripe allows one form at a time, so a new one waits until the one before is gone. */
let previous: Promise<unknown> = Promise.resolve();

/** Stripe's payment form. It ends by sending the browser to the session's return address. */
export function StripeForm({ clientSecret, publishableKey, stripeJsUrl }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"loading" | "shown" | "failed">("loading");
  useEffect(() => {
    let left = false;
    const mounted = previous.then(async (): Promise<Mounted> => {
      if (left) return undefined;
      try {
        if (stripeJsUrl) await loadScript(stripeJsUrl);
        const stripe = await loadStripe(publishableKey);
        const form = await stripe?.createEmbeddedCheckoutPage({ clientSecret });
        if (!left && place.current) form?.mount(place.current);
        if (!left) setState(form ? "shown" : "failed");
        return form;
      } catch {
        if (!left) setState("failed");
        return undefined;
      }
    });
    return () => {
      left = true;
      previous = mounted.then((form) => form?.destroy());
    };
  }, [clientSecret, publishableKey, stripeJsUrl]);
  return (
    <div aria-busy={state === "loading"}>
      {state === "loading" && <Skeleton className="h-[35rem] rounded-lg" />}
      {state === "failed" && (
        <Alert tone="negative" title="The payment form could not be loaded">
          Check your connection, allow scripts of js.stripe.com, and reload the page. Nothing was
          charged.
        </Alert>
      )}
      <div ref={place} data-testid="stripe-form" />
    </div>
  );
}

function loadScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${src} could not be loaded`));
    document.head.append(script);
  });
}
