import { Circle, CircleCheck } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { RefreshWhile } from "@/components/refresh-while";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { env } from "@/env";
import { readSetup, type SetupState } from "@/lib/reports/read-setup";
import { database } from "@/lib/runtime/database";
import { readSetting } from "@/lib/settings/settings";

interface Step {
  readonly done: boolean;
  readonly title: string;
  readonly text: ReactNode;
}

/** What is left to set up; it is gone once everything is done. The ticks come by themselves. */
export async function Checklist() {
  const db = database().read;
  const [setup, seller] = await Promise.all([readSetup(db), readSetting(db, "seller")]);
  const steps = listSteps(setup, seller.name !== "");
  const done = steps.filter((step) => step.done).length;
  if (done === steps.length) return null;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Set up your shop</CardTitle>
        <span className="text-muted-foreground">
          {done} of {steps.length} done
        </span>
      </CardHeader>
      <CardContent>
        <ol className="grid gap-3 sm:grid-cols-2">
          {steps.map(({ done: isDone, title, text }) => {
            const Icon = isDone ? CircleCheck : Circle;
            return (
              <li key={title} className="grid grid-cols-[auto_1fr] gap-x-2.5">
                <Icon
                  aria-hidden
                  className={`mt-0.5 size-4 ${isDone ? "text-positive" : "text-muted-foreground"}`}
                />
                <p className="font-medium">
                  {title}
                  <span className="sr-only">{isDone ? ": done" : ": not done"}</span>
                </p>
                {!isDone && <div className="col-start-2 text-muted-foreground">{text}</div>}
              </li>
            );
          })}
        </ol>
        <RefreshWhile />
      </CardContent>
    </Card>
  );
}

function listSteps({ webhook, pack, purchase }: SetupState, hasSeller: boolean): Step[] {
  const { stripe, email } = env();
  return [
    {
      done: stripe.mode !== "emulator",
      title: "Connect Stripe",
      text: (
        <>
          The emulator stands in for Stripe. Set <code>STRIPE_SECRET_KEY</code> to a key from
          Stripe’s dashboard.
        </>
      ),
    },
    {
      done: webhook,
      title: "Receive the first webhook",
      text: (
        <>
          Set <code>STRIPE_WEBHOOK_SECRET_CREDITS</code> and send a test event from Stripe’s
          dashboard.
        </>
      ),
    },
    {
      done: hasSeller,
      title: "Name the seller",
      text: (
        <>
          Receipts need a name and an address: enter them in the{" "}
          <Link href="/admin/credits/settings" className="text-accent underline underline-offset-4">
            settings
          </Link>
          .
        </>
      ),
    },
    {
      done: email.smtpUrl !== undefined,
      title: "Send mail",
      text: (
        <>
          Receipts and notices are only kept here. Set <code>SMTP_URL</code> to your mail server.
        </>
      ),
    },
    {
      done: pack,
      title: "Offer a pack",
      text: (
        <>
          No pack is for sale. Add one on the{" "}
          <Link href="/admin/credits/packs" className="text-accent underline underline-offset-4">
            packs page
          </Link>
          .
        </>
      ),
    },
    {
      done: purchase,
      title: "Make the first purchase",
      text: (
        <>
          Buy a pack on the{" "}
          <Link href="/admin/credits" className="text-accent underline underline-offset-4">
            credits page
          </Link>
          , in test mode with card 4242 4242 4242 4242.
        </>
      ),
    },
  ];
}
