import {
  listDisputesSince,
  listRefundsSince,
  listSessions,
  listUndelivered,
  type StripeItem,
  type StripePage,
} from "@/lib/stripe/list-objects";
import { compareItems } from "./compare";
import { type EventContext, examineEvents, listUnfinishedEvents } from "./examine-events";
import { readOpenDisputes, readOpenRefunds, readOpenSessions } from "./open-objects";
import { sendRequestedRefunds } from "./refund-requests";

export interface PhaseContext extends EventContext {
  readonly startedAt: Date;
}

export interface PhasePage {
  readonly since: Date;
  /** The `next` of the page before. */
  readonly after: string | undefined;
}

/** How far a page came. */
export interface PageDone {
  /** Where the next page begins; undefined after the last one. */
  readonly next: string | undefined;
  /** When the oldest object of the page was made, where pages go back in time. */
  readonly oldestAt?: Date;
}

export interface Phase {
  readonly name: string;
  /** As people read it. */
  readonly title: string;
  readonly runPage: (context: PhaseContext, page: PhasePage) => Promise<PageDone>;
}

/** What a phase of Stripe's objects compares: a page of its list, or what is old but open here. */
type ReadPage = (context: PhaseContext, page: PhasePage) => Promise<StripePage<StripeItem>>;

function comparePhase(name: string, title: string, readPage: ReadPage): Phase {
  return {
    name,
    title,
    runPage: async (context, page) => {
      const { items, next } = await readPage(context, page);
      await compareItems(context, items);
      return { next, oldestAt: items.at(-1)?.createdAt };
    },
  };
}

/** In this order: a refund is understood once its payment is, and events say the least. */
export const PHASES: readonly Phase[] = [
  {
    name: "refund_requests",
    title: "Refunds requested here",
    runPage: async (context) => {
      await sendRequestedRefunds(context, context.startedAt);
      return { next: undefined };
    },
  },
  comparePhase("sessions", "Checkout sessions", (_, page) => listSessions(page)),
  comparePhase("open_sessions", "Older open checkout sessions", (context, { since, after }) =>
    readOpenSessions(context, { before: since, after }),
  ),
  comparePhase("refunds", "Refunds", (_, page) => listRefundsSince(page)),
  comparePhase("open_refunds", "Older pending refunds", (context, { since, after }) =>
    readOpenRefunds(context, { before: since, after }),
  ),
  comparePhase("disputes", "Disputes", (_, page) => listDisputesSince(page)),
  comparePhase("open_disputes", "Older open disputes", (context, { since, after }) =>
    readOpenDisputes(context, { before: since, after }),
  ),
  {
    name: "undelivered",
    title: "Undelivered events",
    runPage: async (context, page) => {
      const { items, next } = await listUndelivered(page);
      // Oldest first within the page, as they would have arrived.
      await examineEvents(context, items.toReversed());
      return { next, oldestAt: items.at(-1)?.createdAt };
    },
  },
  {
    name: "unfinished",
    title: "Events that failed here",
    runPage: async (context, { since, after }) => {
      const { items, next } = await listUnfinishedEvents(context.database, {
        ...{ since, after, untilAt: context.startedAt },
      });
      await examineEvents({ ...context, inFlightSince: () => undefined }, items);
      return { next };
    },
  },
];
