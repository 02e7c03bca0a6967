import { listUnsentRefunds, sendRefund } from "@/lib/refunds/send-refund";
import {
  listDisputesSince,
  listRefundsSince,
  listSessions,
  listUndelivered,
  type PageRequest,
} from "@/lib/stripe/list-objects";
import type { WebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { compareItems, type Mending } from "./compare";
import { listUnfinishedEvents, takeInEvents } from "./process-events";

export interface PhaseContext extends Mending {
  readonly webhookProcessor: WebhookProcessor;
  readonly now: Date;
}

/** What a page left to do. */
export interface PageDone {
  readonly next: string | undefined;
  /** When the oldest object of the page was made: how far the phase has come. */
  readonly oldestAt: Date | undefined;
}

interface Phase {
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly run: (context: PhaseContext, request: PageRequest) => Promise<PageDone>;
}

/** Whoever began a refund waits for Stripe no longer than this. */
const REFUND_IN_HAND_MS = 60_000;

/** In this order: a refund is understood once its payment is, and events say the least. */
export const PHASES: readonly Phase[] = [
  {
    name: "refund_requests",
    title: "Refunds begun here",
    run: async (context) => {
      await sendUnsent(context);
      return LAST;
    },
  },
  {
    name: "sessions",
    title: "Checkout sessions",
    run: async (context, request) => compare(context, await listSessions(request)),
  },
  {
    name: "refunds",
    title: "Refunds",
    run: async (context, request) => compare(context, await listRefundsSince(request)),
  },
  {
    name: "disputes",
    title: "Disputes",
    run: async (context, request) => compare(context, await listDisputesSince(request)),
  },
  {
    name: "undelivered",
    title: "Undelivered events",
    run: async (context, request) => {
      const page = await listUndelivered(request);
      // Oldest first within the page, as they would have come.
      await takeInEvents(context, context.webhookProcessor, page.items.toReversed());
      return { next: page.next, oldestAt: page.items.at(-1)?.createdAt };
    },
  },
  {
    name: "failed",
    title: "Events that weren't done here",
    run: async (context, { since }) => {
      await takeInEvents(
        context,
        context.webhookProcessor,
        await listUnfinishedEvents(context, since),
      );
      return LAST;
    },
  },
];

const LAST: PageDone = { next: undefined, oldestAt: undefined };

async function compare(
  context: PhaseContext,
  page: Awaited<ReturnType<typeof listSessions>>,
): Promise<PageDone> {
  await compareItems(context, page.items);
  return { next: page.next, oldestAt: page.items.at(-1)?.createdAt };
}

async function sendUnsent({ database, dryRun, tally, now }: PhaseContext): Promise<void> {
  const before = new Date(now.getTime() - REFUND_IN_HAND_MS);
  for (const request of await listUnsentRefunds(database.read, before)) {
    if (dryRun) {
      tally.mended("refundRequests");
      continue;
    }
    const sent = await sendRefund(database, request);
    if (sent.request.status === "sent") tally.mended("refundRequests");
    else tally.attention({ stripeId: `refund request ${request.id}`, reason: sent.message });
  }
}
