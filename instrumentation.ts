/** Runs once when a server starts, before the first request. */
export async function register(): Promise<void> {
  // A constant while Next compiles: what stands below isn't bundled for the edge runtime.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startServer } = await import("./instrumentation-node");
    await startServer();
  }
}
