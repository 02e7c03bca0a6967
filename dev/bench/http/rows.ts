import { randomUUID } from "node:crypto";
import { verifyLedger } from "@/lib/ledger/verify";
import { fromMicro } from "@/lib/shared/credits";
import { type Measured, measure } from "../measure";
import { type Row, runRounds } from "../rows";
import { type Post, send, sendSoundly } from "./load";
import { type HttpStage, openHttpStage } from "./stage";
import { makePurchases, type SignedRequest } from "./webhook-purchases";

const SPENDS_PER_BATCH = 100;
const COPIES = 50;
const STORM_CONNECTIONS = 1_500;

/** `npm start` as its clients see it. */
export const HTTP_ROWS: ReadonlyMap<string, Row> = new Map<string, Row>([
  [
    "B4",
    {
      ...{ what: "spends over HTTP", by: "bare node:http", figure: "perSecond" },
      also: { name: "an empty POST of Next", by: "empty POST, 64" },
    },
  ],
  [
    "B4b",
    {
      ...{ what: "batches", by: "spends, 256", figure: "perSecond", each: SPENDS_PER_BATCH },
    },
  ],
  ["B4c", { what: "hold and capture", by: "spends, 256", figure: "perSecond" }],
  ["B5", { what: "webhooks", by: "empty POST, 50", figure: "perSecond" }],
  ["B6", { what: "copies of webhooks", by: "webhooks", figure: "perSecond" }],
  ["B7", { what: "webhooks, storm", by: "webhooks", figure: "perSecond" }],
  ["B7b", { what: "webhooks, storm", by: "one webhook alone", figure: "p99Ms" }],
]);

interface Options {
  readonly rounds: number;
  readonly seconds: number;
  readonly accounts: number;
  /** Webhooks in a run. */
  readonly events: number;
}

/** @returns the report's lines, and whether the ledger is sound afterwards */
export async function benchHttp(
  rows: ReadonlyMap<string, Row>,
  options: Options,
): Promise<{ lines: string[]; sound: boolean }> {
  const stage = await openHttpStage(options.accounts);
  try {
    const measurements = new Map([
      ...spendMeasurements(stage, options.seconds),
      ...webhookMeasurements(stage, options.events),
    ]);
    const lines = await runRounds(measurements, rows, options.rounds);
    const { fault, entries } = await verifyLedger(stage.database);
    lines.push(`ledger: ${entries} entries, ${fault?.sentence ?? "every account verified"}`);
    return { lines, sound: fault === undefined };
  } finally {
    await stage.close();
  }
}

type Named = [string, () => Promise<Measured>];

function spendMeasurements(stage: HttpStage, seconds: number): Named[] {
  const { appUrl } = stage.stack;
  const post = (body: unknown, path?: string): Post => ({
    ...(path === undefined ? {} : { path }),
    body: JSON.stringify(body),
    headers: {
      authorization: `Bearer ${stage.key}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    },
  });
  const spend = () => ({ account: stage.any(), amount: "0.5", service: "llm", model: "gpt-4o" });
  const spends = () => post(spend());
  const batch = () =>
    post({
      spends: Array.from({ length: SPENDS_PER_BATCH }, () => ({
        ...spend(),
        idempotency_key: randomUUID(),
      })),
    });
  const holds = "/api/v1/credits/holds";
  // A connection that was answered with a hold captures it.
  const holdOrCapture = (answered: string | undefined): Post => {
    const { id } = (answered ? JSON.parse(answered) : {}) as { id?: string };
    return id
      ? post({ amount: "0.5" }, `${holds}/${id}/capture`)
      : post({ ...spend(), expires_in: 600 }, holds);
  };
  const load = (connections: number) => ({ connections, seconds });
  return [
    ["empty POST, 64", () => sendSoundly(`${appUrl}/api/health`, load(64), spends)],
    ["bare node:http", () => sendSoundly(stage.bareUrl, load(64), spends)],
    ["spends over HTTP", () => sendSoundly(`${appUrl}/api/v1/credits/spend`, load(64), spends)],
    ["batches", () => sendSoundly(`${appUrl}/api/v1/credits/spend/batch`, load(8), batch)],
    [
      "hold and capture",
      async () => {
        const measured = await sendSoundly(`${appUrl}${holds}`, load(64), holdOrCapture);
        return { ...measured, perSecond: measured.perSecond / 2 };
      },
    ],
    ["spends, 256", () => measure(() => spendHere(stage), { inFlight: 256, seconds })],
  ];
}

/** A spend through the app's own function, on the same database. */
async function spendHere(stage: HttpStage): Promise<void> {
  const outcome = await stage.submit({
    ...{ kind: "spend", accountId: stage.any(), actor: "svc", reason: "llm: gpt-4o" },
    ...{ metadata: { model: "gpt-4o" }, idempotencyKey: randomUUID() },
    source: { type: "service", id: "llm" },
    credits: fromMicro(500_000n),
  });
  if (outcome.status !== "done") throw new Error("a spend of the bench was not carried out");
}

function webhookMeasurements(stage: HttpStage, events: number): Named[] {
  const { webhookUrl, webhookSecret, appUrl } = stage.stack;
  const purchases = (count: number) => makePurchases(stage.database, count, webhookSecret);
  let peak = Number.NaN;
  return [
    [
      "empty POST, 50",
      async () => {
        const requests = await purchases(events);
        return sendSoundly(
          `${appUrl}/api/health`,
          { connections: 50, amount: events },
          each(requests),
        );
      },
    ],
    [
      "webhooks",
      async () => {
        const requests = await purchases(events);
        const measured = await sendSoundly(
          webhookUrl,
          { connections: 50, amount: events },
          each(requests),
        );
        peak = measured.perSecond;
        return measured;
      },
    ],
    [
      "copies of webhooks",
      async () => {
        const requests = (await purchases(Math.ceil(events / COPIES))).flatMap((request) =>
          Array.from({ length: COPIES }, () => request),
        );
        return sendSoundly(
          webhookUrl,
          { connections: 50, amount: requests.length },
          each(requests),
        );
      },
    ],
    [
      "one webhook alone",
      async () => {
        const requests = await purchases(200);
        return sendSoundly(webhookUrl, { connections: 1, amount: 200 }, each(requests));
      },
    ],
    [
      "webhooks, storm",
      async () => {
        // Twice the peak of this round, for five seconds.
        const perSecond = Math.round(2 * peak);
        const requests = await purchases(perSecond * 5);
        const load = { connections: STORM_CONNECTIONS, amount: requests.length, perSecond };
        const answered = await send(webhookUrl, load, each(requests));
        for (const status of answered.statuses.keys()) {
          const expected = (status >= 200 && status < 300) || status === 503;
          if (!expected) throw new Error(`a webhook in the storm was answered ${status}`);
        }
        return answered;
      },
    ],
  ];
}

/** Each request once, in turn. */
function each(requests: readonly SignedRequest[]): () => Post {
  let sent = 0;
  return () => {
    const request = requests[sent % requests.length];
    sent += 1;
    if (!request) throw new Error("there is nothing to send");
    return request;
  };
}
