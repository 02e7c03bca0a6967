import cluster, { type Worker } from "node:cluster";
import { fileURLToPath } from "node:url";
import { log } from "@/lib/shared/log";
import type { MetricObject } from "@/lib/shared/metrics";
import type { ChildMessage, PrimaryMessage } from "./messages";
import { decideRestart, FIRST_START } from "./restart-policy";

export type Role = "web" | "worker";

export interface ChildOptions {
  readonly role: Role;
  /** Told once, when it can do its work for the first time. */
  readonly onReady: () => void;
  /** Told when it can't be kept running. It is not started again. */
  readonly onGivenUp: (reason: string) => void;
}

/** Without answering requests a server is no server; jobs may wait until their fault is mended. */
const GIVE_UP_AFTER: Record<Role, number | undefined> = { web: 5, worker: undefined };

/** A process of the server that is started again when it ends by itself. */
export class Child {
  #process: Worker | undefined;
  #state = FIRST_START;
  #wasReady = false;
  #isReady = false;
  #lastQuestion = 0;
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #ended: Promise<void>;
  #reportEnded: () => void = () => {};

  constructor(readonly options: ChildOptions) {
    this.#ended = new Promise((resolve) => {
      this.#reportEnded = resolve;
    });
    this.#start();
  }

  /** Asks it to end what is under way. @returns when it has ended */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    this.#send({ ask: "drain" });
    if (!this.#process || this.#process.isDead()) this.#reportEnded();
    await this.#ended;
  }

  /**
   * @returns its metrics; none when it isn't running, or says nothing within the deadline: one
   * process without metrics must not cost those of the others
   */
  readMetrics(deadlineMs: number): Promise<MetricObject[]> {
    const child = this.#process;
    if (!child || !this.#isReady) return Promise.resolve([]);
    this.#lastQuestion += 1;
    const id = this.#lastQuestion;
    return new Promise((resolve) => {
      const finish = (metrics: MetricObject[]) => {
        clearTimeout(timer);
        child.off("message", listen);
        resolve(metrics);
      };
      const listen = (message: ChildMessage) => {
        if (message.kind === "metrics" && message.id === id) finish(message.metrics);
      };
      const timer = setTimeout(() => finish([]), deadlineMs);
      child.on("message", listen);
      this.#send({ ask: "metrics", id });
    });
  }

  /** Whether it runs, and has said that it can do its work. */
  get isReady(): boolean {
    return this.#isReady;
  }

  #send(message: PrimaryMessage): void {
    if (this.#process?.isConnected()) this.#process.send(message);
  }

  kill(): void {
    this.#process?.process.kill("SIGKILL");
  }

  #start(): void {
    const { role } = this.options;
    cluster.setupPrimary({
      exec: fileURLToPath(new URL(`${role}.mjs`, import.meta.url)),
      execArgv: ["--enable-source-maps"],
      // A role that can be read in a list of processes.
      args: [role],
    });
    const startedAt = Date.now();
    const child = cluster.fork();
    this.#process = child;
    let fatal: string | undefined;
    child.on("message", (message: ChildMessage) => {
      if (message.kind === "fatal") fatal = message.reason;
      if (message.kind !== "ready") return;
      this.#isReady = true;
      if (this.#wasReady) return;
      this.#wasReady = true;
      this.options.onReady();
    });
    child.on("error", (error) => log.error({ err: error }, `The ${role} process had a fault`));
    child.once("exit", (code, signal) => {
      this.#isReady = false;
      if (this.#stopping) this.#reportEnded();
      else this.#decide(Date.now() - startedAt, signal ?? `exit code ${code}`, fatal);
    });
  }

  #decide(ranMs: number, how: string, fatal: string | undefined): void {
    const { role, onGivenUp } = this.options;
    if (fatal) {
      onGivenUp(fatal);
      return;
    }
    const { state, delayMs } = decideRestart(this.#state, ranMs, GIVE_UP_AFTER[role]);
    this.#state = state;
    const what = `The ${role} process ended by itself (${how})`;
    if (delayMs === undefined) {
      onGivenUp(`${what} ${state.failures} times in a row; see its log above.`);
      return;
    }
    log.error({ role, failures: state.failures, delayMs }, `${what}; it is started again`);
    this.#timer = setTimeout(() => this.#start(), delayMs);
  }
}
