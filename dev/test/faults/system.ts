import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { type Database, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { WEBHOOK_PATH } from "@/lib/shared/webhook-path";
import { findFreePort } from "../../ports";
import { ensureDatabase, type RunningPostgres, startPostgres } from "../../postgres";
import { projectRoot, SERVER_ARGS } from "../../services";
import { testVariables } from "../variables";

export const SECRET = "whsec_ofTheFaultTests0123456789";

/** A server of the built product that can be killed and started again at the same address. */
export class App {
  #process: ChildProcess | undefined;
  constructor(
    readonly port: number,
    readonly databaseUrl: string,
    readonly logFile: string,
    readonly stripeApiBase: string,
    /** Settings that differ from those of the other apps. */
    readonly variables: Readonly<Record<string, string>> = {},
  ) {}

  get webhookUrl(): string {
    return `http://127.0.0.1:${this.port}${WEBHOOK_PATH}`;
  }

  /** Starts it and waits until the given address answers 2xx. */
  async start(path = "/api/ready"): Promise<void> {
    this.#spawn();
    await until(() => answers(`http://127.0.0.1:${this.port}${path}`), 60_000);
  }

  /** Starts it and waits until it ends by itself. @returns its exit code */
  async run(): Promise<number | null> {
    this.#spawn();
    return this.#end();
  }

  /** As a service manager does it. @returns its exit code, when it has ended */
  async terminate(): Promise<number | null> {
    this.#process?.kill("SIGTERM");
    return this.#end();
  }

  /** All that it has printed. */
  log(): string {
    return readFileSync(this.logFile, "utf8");
  }

  #spawn(): void {
    const log = openSync(this.logFile, "a");
    this.#process = spawn(process.execPath, SERVER_ARGS, {
      cwd: projectRoot,
      stdio: ["ignore", log, log],
      env: {
        ...testVariables(),
        PATH: path.dirname(process.execPath),
        APP_URL: `http://localhost:${this.port}`,
        PORT: String(this.port),
        DATABASE_URL: this.databaseUrl,
        STRIPE_API_BASE: this.stripeApiBase,
        STRIPE_WEBHOOK_SECRET_CREDITS: SECRET,
        LOG_LEVEL: "error",
        ...this.variables,
      } as unknown as NodeJS.ProcessEnv,
    });
    closeSync(log);
  }

  async #end(): Promise<number | null> {
    const child = this.#process;
    if (!child) return null;
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    return child.exitCode;
  }

  /** As the kernel does it when memory runs out: no goodbye. */
  kill(): void {
    this.#process?.kill("SIGKILL");
  }
}

/** A system under test: PostgreSQL that survives a power cut, and one app, or several. */
export interface System {
  readonly database: Database;
  readonly apps: readonly App[];
  /** Runs statements as the role that owns the tables, such as one that breaks something. */
  asOwner(work: (owner: postgres.Sql) => Promise<unknown>): Promise<void>;
  /** Another app, not started yet. */
  addApp(port: number, variables?: Readonly<Record<string, string>>): App;
  /** Kills all apps, and forgets them. */
  stopApps(): void;
  /** An empty database beside the apps' own. @returns its URL */
  createDatabase(name: string): Promise<string>;
  migrate(name: string): Promise<void>;
  /** The apps' database as the role that owns its tables. */
  readonly ownerUrl: string;
  /** Kills PostgreSQL with everything it does, and starts it again. */
  killPostgres(): Promise<void>;
  /** Stops PostgreSQL in the middle of whatever it does, and lets it go on after a while. */
  freezePostgres(forMs: number): Promise<void>;
  /**
   * Lets PostgreSQL's files grow no further than this, as a full disk does, until it is called with
   * "unlimited". The log of changes lies in files of 16 MB, which it needs room for.
   */
  limitFiles(bytes: number | "unlimited"): void;
  /** Ends a part of all connections again and again while something is going on. */
  cutConnections(everyMs: number, during: Promise<unknown>): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param ports where the apps listen, one for each
 * @param stripeApiBase the emulator; without one the apps have nobody to ask
 */
export async function startSystem(ports: readonly number[], stripeApiBase = ""): Promise<System> {
  const home = mkdtempSync(path.join(os.tmpdir(), "credits-faults-"));
  chmodSync(home, 0o711);
  const directory = path.join(home, "postgres");
  const options = {
    directory,
    password: randomBytes(12).toString("hex"),
    durable: true,
    port: await findFreePort(),
  };
  let server: RunningPostgres = await startPostgres(options);
  await ensureDatabase(server, "credits");
  const url = server.url("credits");
  await migrateDatabase(server.url("credits", "credits_owner"), url);
  const database = openDatabase(url);
  const apps: App[] = [];
  let made = 0;
  const addApp = (port: number, variables: Readonly<Record<string, string>> = {}) => {
    made += 1;
    const logFile = path.join(home, `app-${made}.log`);
    const app = new App(port, url, logFile, stripeApiBase, variables);
    apps.push(app);
    return app;
  };
  for (const port of ports) await addApp(port).start();
  const processes = () => {
    const [postmaster = ""] = readFileSync(path.join(directory, "postmaster.pid"), "utf8").split(
      "\n",
    );
    const children = execFileSync("pgrep", ["-P", postmaster]).toString().trim().split("\n");
    return [postmaster, ...children].map(Number);
  };
  const signal = (name: NodeJS.Signals) => {
    for (const pid of processes()) {
      try {
        process.kill(pid, name);
      } catch {
        // A connection's process that ended meanwhile.
      }
    }
  };
  return {
    database,
    apps,
    async asOwner(work) {
      const owner = postgres(server.url("credits", "credits_owner"), { max: 1 });
      try {
        await work(owner);
      } finally {
        await owner.end();
      }
    },
    addApp,
    stopApps() {
      for (const app of apps.splice(0)) app.kill();
    },
    async createDatabase(name) {
      await ensureDatabase(server, name);
      return server.url(name);
    },
    migrate: (name) => migrateDatabase(server.url(name, "credits_owner"), server.url(name)),
    ownerUrl: server.url("credits", "credits_owner"),
    async killPostgres() {
      signal("SIGKILL");
      await server.ended;
      server = await startPostgres(options);
    },
    async freezePostgres(forMs) {
      signal("SIGSTOP");
      await wait(forMs);
      signal("SIGCONT");
    },
    limitFiles(bytes) {
      for (const pid of processes()) {
        // Its owner may change the soft limit, and root in a container not always.
        const { uid, gid } = statSync(`/proc/${pid}`);
        const limit = ["--pid", String(pid), `--fsize=${bytes}:`];
        execFileSync("prlimit", limit, { uid, gid });
      }
    },
    async cutConnections(everyMs, during) {
      let over = false;
      const ended = during.finally(() => {
        over = true;
      });
      while (!over) {
        await cutSome(database);
        await Promise.race([wait(everyMs), ended]);
      }
    },
    async stop() {
      for (const app of apps) app.kill();
      await database.close();
      await server.stop();
    },
  };
}

async function cutSome(database: Database): Promise<void> {
  const cut = sql`select pg_terminate_backend(pid) from pg_stat_activity
    where pid <> pg_backend_pid() and datname = current_database() and random() < 0.3`;
  await database.read.execute(cut).catch(() => {
    // It cut its own connection: the next round makes a new one.
  });
}

/** Asks again until it holds. @throws when it doesn't within the deadline */
export async function until(holds: () => Promise<boolean>, deadlineMs: number): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`it didn't come about within ${deadlineMs} ms`);
    await wait(50);
  }
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  return answer?.ok ?? false;
}
