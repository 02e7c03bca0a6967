/** Runs once when a server starts, before the first request. */
export async function register(): Promise<void> {
  // A constant while Next compiles: what stands below isn't bundled for the edge runtime.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startServer } = await import("./instrumentation-node");
    const { web } = await startServer();
    // next-auth looks for the address of this site nowhere else; without it sign-out, and sign-in
    // with a provider, lead to localhost:3000.
    process.env.NEXTAUTH_URL = web.appUrl;
  }
}
