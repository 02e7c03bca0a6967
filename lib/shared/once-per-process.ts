/**
 * Makes a thing once per process. Next makes several bundles, each with modules of its own, and a
 * limit that each of them counts for itself would be as many limits.
 * @param name unique in the process
 */
export function oncePerProcess<T>(name: string, make: () => T): T {
  const shared = globalThis as Record<symbol, T | undefined>;
  const key = Symbol.for(`ops-center-credits.${name}`);
  shared[key] ??= make();
  return shared[key];
}
