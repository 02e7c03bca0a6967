import { execFileSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";
import { type GuardedProcess, startGuarded } from "./guarded-process";
import { findFreePort, isPortFree } from "./ports";
import { initialisePostgres } from "./postgres-init";
import { findPostgresPrograms, type PostgresPrograms } from "./postgres-user";
import { StartError } from "./start-error";

export interface PostgresOptions {
  /** Where the data is; made when it isn't there. Its log stands beside it, as `<directory>.log`. */
  readonly directory: string;
  readonly password: string;
  /** The port to listen on if nobody else does; otherwise any free one is taken. */
  readonly port?: number;
  /** False: data need not survive a power cut, and every commit is faster. For tests only. */
  readonly durable: boolean;
  /** A directory to remove when the server has stopped. */
  readonly removeAfter?: string;
}

export interface RunningPostgres {
  readonly port: number;
  /** The URL of a database, as the app's role, as the role that owns its tables, or as superuser. */
  url(database: string, role?: Role): string;
  readonly ended: Promise<number>;
  /** Ends connections, writes what is open, and stops. */
  stop(): Promise<void>;
}

/** The app's role, the owner of its tables, and the superuser. */
export type Role = "credits" | "credits_owner" | "postgres";

const startDeadlineMs = 60_000;

/**
 * Starts the PostgreSQL server that npm brought, on 127.0.0.1 only. It stops when this process
 * ends, however that happens.
 * @throws StartError with the server's own words when it doesn't start
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const directory = path.resolve(options.directory);
  mkdirSync(path.dirname(directory), { recursive: true });
  const deadline = Date.now() + startDeadlineMs;
  await waitForPredecessor(directory, deadline);

  for (;;) {
    const programs = findPostgresPrograms(directory);
    if (!existsSync(directory)) initialisePostgres(directory, options.password, programs);
    const wanted = options.port;
    const port = wanted && (await isPortFree(wanted)) ? wanted : await findFreePort();
    const server = launch(directory, port, programs, options);
    const url = (database: string, role: Role = "credits") =>
      `postgres://${role}:${options.password}@127.0.0.1:${port}/${database}`;
    const ready = await waitUntilReady(url("postgres", "postgres"), server, deadline);
    if (ready) {
      const running = { port, url, ended: server.ended, stop: () => server.stop() };
      await ensureRoles(running, options.password);
      return running;
    }
    await server.stop();
    const log = readFileSync(`${directory}.log`, "utf8");
    // Two causes that go away: somebody took the port first, or the processes of a server that
    // was killed haven't noticed yet. Anything else would fail again.
    const passing = /could not bind|shared memory block .* in use/.test(log);
    if (!passing || Date.now() > deadline) {
      throw new StartError(`PostgreSQL did not start in ${directory}. It says:\n${log.trim()}`);
    }
    await wait(200);
  }
}

/** Creates a database owned by the role `credits_owner`, unless it is there. */
export async function ensureDatabase(server: RunningPostgres, name: string): Promise<void> {
  await asSuperuser(server, async (admin) => {
    const [found] = await admin`select 1 from pg_database where datname = ${name}`;
    if (!found) await admin`create database ${admin(name)} owner credits_owner`;
  });
}

/** Neither role is a superuser, for whom the ledger's guards would not hold. */
async function ensureRoles(server: RunningPostgres, password: string): Promise<void> {
  await asSuperuser(server, async (admin) => {
    for (const role of ["credits_owner", "credits"] satisfies Role[]) {
      const [found] = await admin`select 1 from pg_roles where rolname = ${role}`;
      if (!found) await admin.unsafe(`create role ${role} login password '${password}'`);
    }
  });
}

/** Runs statements that only a superuser may: creating databases, roles. */
export async function asSuperuser(
  server: Pick<RunningPostgres, "url">,
  work: (admin: postgres.Sql) => Promise<void>,
): Promise<void> {
  const admin = postgres(server.url("postgres", "postgres"), { max: 1, onnotice: () => {} });
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function launch(
  directory: string,
  port: number,
  programs: PostgresPrograms,
  options: PostgresOptions,
): GuardedProcess {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(options.durable
      ? {}
      : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const output = openSync(`${directory}.log`, "w");
  try {
    return startGuarded(
      {
        ...programs.command("postgres", ["-D", directory, "-p", String(port), ...flags]),
        cwd: os.tmpdir(),
        // A fast shutdown: SIGTERM would wait for every client to leave first.
        stopSignal: "SIGINT",
        stopGroup: false,
        graceMs: 30_000,
        removeAfter: [options.removeAfter, programs.removeAfter].filter(
          (path) => path !== undefined,
        ),
      },
      { variables: {}, output },
    );
  } finally {
    closeSync(output);
  }
}

async function waitUntilReady(
  url: string,
  server: GuardedProcess,
  deadline: number,
): Promise<boolean> {
  let ended = false;
  void server.ended.then(() => {
    ended = true;
  });
  while (!ended && Date.now() < deadline) {
    const client = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
    try {
      await client`select 1`;
      return true;
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code === "28P01") {
        await server.stop();
        throw new StartError(
          "PostgreSQL refuses the password that DATA_DIR keeps: remove DATA_DIR.",
        );
      }
    } finally {
      await client.end({ timeout: 1 });
    }
    await wait(50);
  }
  return false;
}

/**
 * A server whose parent was killed takes a moment to stop; wait for it. Its lock file may also have
 * outlived it, and when another program has the process id by now PostgreSQL would refuse to start.
 */
async function waitForPredecessor(directory: string, deadline: number): Promise<void> {
  const lockFile = path.join(directory, "postmaster.pid");
  while (existsSync(lockFile)) {
    const pid = Number.parseInt(readFileSync(lockFile, "utf8"), 10);
    if (!commandLine(pid).includes(directory)) {
      rmSync(lockFile, { force: true });
    } else if (Date.now() > deadline) {
      throw new StartError(
        `Another PostgreSQL (process ${pid}) still uses ${directory}. Stop it first.`,
      );
    } else {
      await wait(100);
    }
  }
}

function commandLine(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}
