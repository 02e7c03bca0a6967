const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a URL's host is this machine itself, which nothing outside can reach. */
export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.has(hostname);
}
