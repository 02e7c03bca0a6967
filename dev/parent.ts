/**
 * Calls back when the process that started this one has died, checked twice a second.
 *
 * npm passes signals on to its script (which replaces npm's shell by `exec`: a shell that was
 * started in the background ignores Ctrl-C and passes nothing on), but nobody passes on its death.
 */
export function onParentDeath(callback: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, 500);
  timer.unref();
}
