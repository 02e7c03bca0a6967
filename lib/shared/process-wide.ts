/**
 * A value that the whole process shares. Next makes several bundles, each with its own copy of a
 * module, and reloads modules in development, so a module's own variable exists several times.
 * @param name must be unique in the process
 * @param make runs once a process
 */
export function processWide<T>(name: string, make: () => T): T {
  const key = Symbol.for(`ops-center-credits.${name}`);
  const holder = globalThis as Record<symbol, unknown>;
  if (!(key in holder)) holder[key] = make();
  return holder[key] as T;
}
