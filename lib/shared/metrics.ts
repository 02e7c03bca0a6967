import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { processWide } from "./process-wide";

/** A metric with its values, as one process tells another. */
export interface MetricObject {
  readonly name: string;
  readonly values: readonly unknown[];
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LAG_SECONDS = [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400];

function makeMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const transactionPools = new Set<() => PoolUse>();
  return {
    registry,
    requests: new Histogram({
      name: "credits_http_request_duration_seconds",
      help: "Time to answer a request, by kind of route",
      labelNames: ["route", "method", "status"],
      buckets: SECONDS,
      registers,
    }),
    deliveries: new Counter({
      name: "credits_webhook_deliveries_total",
      help: "Webhook deliveries by what became of them; refused ones by the check that failed",
      labelNames: ["outcome"],
      registers,
    }),
    deliverySeconds: new Histogram({
      name: "credits_webhook_delivery_duration_seconds",
      help: "Time from a delivery's arrival to its answer",
      labelNames: ["outcome"],
      buckets: SECONDS,
      registers,
    }),
    ledgerLag: new Histogram({
      name: "credits_ledger_lag_seconds",
      help: "Time from Stripe's event to the commit of its effect",
      buckets: LAG_SECONDS,
      registers,
    }),
    ledgerEntries: new Counter({
      name: "credits_ledger_entries_total",
      help: "Ledger entries that were written, by kind: spend, hold, capture, purchase and the others",
      labelNames: ["kind"],
      registers,
    }),
    jobs: new Counter({
      name: "credits_jobs_total",
      help: "Jobs that were run, by queue and result",
      labelNames: ["queue", "result"],
      registers,
    }),
    transactions: new Gauge({
      name: "credits_database_transactions",
      help: "Transactions that hold a connection, and those that wait for one",
      labelNames: ["state"],
      registers,
      collect() {
        const sums = { active: 0, waiting: 0 };
        for (const read of transactionPools) {
          const { active, waiting } = read();
          sums.active += active;
          sums.waiting += waiting;
        }
        for (const [state, count] of Object.entries(sums)) this.set({ state }, count);
      },
    }),
    transactionPools,
  };
}

/** How many transactions of a pool hold a connection, and how many wait for one. */
export interface PoolUse {
  readonly active: number;
  readonly waiting: number;
}

/** What this process counts, in one registry whichever bundle counts. */
export function metrics(): ReturnType<typeof makeMetrics> {
  return processWide("metrics", makeMetrics);
}

/** Also counts what Node itself knows: memory, event loop lag, garbage collection. */
export function countNodeItself(): void {
  processWide("metrics-of-node", () => {
    collectDefaultMetrics({ register: metrics().registry });
    return true;
  });
}
