/**
 * Stands between a parent and a server that it started, so that the server never outlives the
 * parent: not after a crash, not after `kill -9`. The parent holds the other end of an IPC channel;
 * the kernel closes it when the parent dies, in whatever way, and then the server is stopped as it
 * wants to be stopped (PostgreSQL writes its checkpoint).
 *
 * Plain JavaScript, because it must start in an instant and hold on to nothing but Node.
 * Started by dev/guarded-process.ts with one JSON argument, a `GuardedCommand`.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";

const { command, args, cwd, user, stopSignal, stopGroup, graceMs, removeAfter } = JSON.parse(
  process.argv[2] ?? "",
);

const child = spawn(command, args, {
  cwd,
  ...user,
  // A process group of its own: Ctrl-C in the terminal reaches only the parent, which stops its
  // servers in order, and what the server forks can be found and ended with it.
  detached: true,
  stdio: ["ignore", "inherit", "inherit"],
});

child.on("error", (error) => {
  console.error(`${command} can't be started: ${error.message}`);
  finish(127);
});
child.on("exit", (code, signal) => finish(code ?? (signal === stopSignal ? 0 : 1)));
child.on("spawn", () => process.send?.({ pid: child.pid }));

let stopping = false;
function stop() {
  if (stopping) return;
  stopping = true;
  signalChild(stopSignal, stopGroup);
  setTimeout(() => signalChild("SIGKILL", true), graceMs).unref();
}

function signalChild(signal, group) {
  if (!child.pid) return;
  try {
    process.kill(group ? -child.pid : child.pid, signal);
  } catch (error) {
    // ESRCH: it has ended already, which is what was wanted.
    if (error.code !== "ESRCH") throw error;
  }
}

function finish(code) {
  signalChild("SIGKILL", true);
  for (const directory of removeAfter) rmSync(directory, { recursive: true, force: true });
  process.exit(code);
}

process.on("disconnect", stop);
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, stop);
