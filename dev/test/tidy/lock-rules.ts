interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * npm 11 refuses a lock file that lacks an optional package, such as a binary for another platform
 * that the registry did not have when the file was written; npm 10 installs without it.
 * @returns a sentence per package that package-lock.json needs and lacks, and per address in it
 */
export function findLockFaults(lock: string): string[] {
  const { packages } = JSON.parse(lock) as { packages: Readonly<Record<string, Locked>> };
  return Object.entries(packages).flatMap(([path, locked]) => [
    ...(locked.resolved
      ? [`package-lock.json names the address of ${path}; registries differ.`]
      : []),
    ...Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })
      .filter((name) => !isLocked(packages, path, name))
      .map((name) => `package-lock.json lacks ${name}, which ${path || "the project"} needs.`),
  ]);
}

/** Looks where Node does: beside the package, then in each folder above. */
function isLocked(packages: Readonly<Record<string, Locked>>, from: string, name: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf("/node_modules/"), 0))) {
    if (packages[`${at ? `${at}/` : ""}node_modules/${name}`]) return true;
    if (at === "") return false;
  }
}
