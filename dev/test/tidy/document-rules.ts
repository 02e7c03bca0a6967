/** @returns a sentence per variable that env/index.ts and .env.example don't agree on, or that has no comment */
export function findEnvExampleFaults(envSource: string, example: string): string[] {
  const schema = /z\.object\(\{([\s\S]*?)\n\}\)/.exec(envSource)?.[1] ?? "";
  const known = [...schema.matchAll(/^ {2}([A-Z][A-Z0-9_]*):/gm)].map(([, name = ""]) => name);
  const lines = example.split("\n");
  // NODE_ENV is set by the commands, so its line is a comment.
  const entries = lines.flatMap((line, index) => {
    const name = /^(?:# )?([A-Z][A-Z0-9_]*)=/.exec(line)?.[1];
    return name ? [{ name, before: lines[index - 1] ?? "" }] : [];
  });
  const named = entries.map(({ name }) => name);
  return [
    ...(known.length === 0 ? ["The variables of env/index.ts can't be found any more."] : []),
    ...known.filter((name) => !named.includes(name)).map((name) => `.env.example lacks ${name}.`),
    ...named
      .filter((name) => !known.includes(name))
      .map((name) => `env/index.ts knows no ${name}.`),
    ...entries
      .filter(({ before }) => !/^# \S.{15,}/.test(before))
      .map(({ name }) => `.env.example says nothing about ${name}.`),
  ];
}

/** @returns a sentence per package that package.json and docs/dependencies.md don't agree on */
export function findDependencyFaults(manifest: string, document: string): string[] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(manifest) as Record<
    string,
    Record<string, string> | undefined
  >;
  const used = Object.keys({ ...dependencies, ...devDependencies });
  const described = [...document.matchAll(/^\| `([^`]+)` *\|/gm)].map(([, name = ""]) => name);
  return [
    ...used
      .filter((name) => !described.includes(name))
      .map((name) => `docs/dependencies.md lacks ${name}.`),
    ...described
      .filter((name) => !used.includes(name))
      .map((name) => `docs/dependencies.md describes ${name}, which is no dependency.`),
  ];
}
