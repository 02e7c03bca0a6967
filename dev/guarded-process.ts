import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface GuardedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Who runs it, when that isn't the one who runs this process. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly stopSignal: "SIGINT" | "SIGTERM";
  /** Signal the whole process group, for servers that fork and don't pass signals on. */
  readonly stopGroup: boolean;
  /** How long it may take to stop before it is killed. */
  readonly graceMs: number;
  /** Directories that are removed when the process has ended. */
  readonly removeAfter: readonly string[];
}

export interface GuardedProcess {
  /** Resolves with the exit code when the process has ended, for whatever reason. */
  readonly ended: Promise<number>;
  /** Stops it and resolves when it and everything it forked is gone. Safe to call again. */
  stop(): Promise<void>;
}

export interface Surroundings {
  readonly variables: Record<string, string | undefined>;
  /** A file descriptor for both outputs, or `inherit` for those of this process. */
  readonly output: number | "inherit";
}

const running: GuardedProcess[] = [];

/** Stops all that this process started, the newest first, also what is still starting. */
export async function stopAllGuarded(): Promise<void> {
  for (let last = running.pop(); last; last = running.pop()) await last.stop();
}

/** Starts a server that dies with this process, even when this process is killed with -9. */
export function startGuarded(command: GuardedCommand, around: Surroundings): GuardedProcess {
  const guard = fork(
    fileURLToPath(new URL("guard.mjs", import.meta.url)),
    [JSON.stringify(command)],
    // execArgv: the guard needs none of this process's loaders. detached: see guard.mjs.
    {
      execArgv: [],
      detached: true,
      env: around.variables as NodeJS.ProcessEnv,
      stdio: ["ignore", around.output, around.output, "ipc"],
    },
  );
  let childPid: number | undefined;
  guard.on("message", (message: { pid: number }) => {
    childPid = message.pid;
  });
  const ended = endOf(guard).then((code) => {
    // A guard that was killed itself couldn't take its server along.
    if (guard.signalCode === "SIGKILL" && childPid) killGroup(childPid);
    return code;
  });
  const server: GuardedProcess = {
    ended,
    async stop() {
      if (guard.connected) guard.disconnect();
      await ended;
    },
  };
  running.push(server);
  return server;
}

async function endOf(guard: ChildProcess): Promise<number> {
  const [code] = (await once(guard, "exit")) as [number | null];
  return code ?? 1;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
