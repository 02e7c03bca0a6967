/** A path with the query parameters that have a value. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const set = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const text = new URLSearchParams(set).toString();
  return text ? `${path}?${text}` : path;
}

/** What Next gives a page: anybody can write an address with a parameter in it twice. */
export type SearchParams = Promise<Readonly<Record<string, string | string[] | undefined>>>;

/**
 * The query parameters of a page, the first of each. NUL, which PostgreSQL refuses in any text, is
 * left out.
 */
export async function readQuery<Name extends string>(
  given: SearchParams,
  ...names: readonly Name[]
): Promise<Partial<Record<Name, string>>> {
  const found = await given;
  return pick((name) => [found[name]].flat()[0], names);
}

/** The same of the address of a download. */
export function readAddress<Name extends string>(
  url: string,
  ...names: readonly Name[]
): Partial<Record<Name, string>> {
  const given = new URL(url).searchParams;
  return pick((name) => given.get(name), names);
}

function pick<Name extends string>(
  read: (name: Name) => string | null | undefined,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const query: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const text = read(name)?.replaceAll("\0", "");
    if (text) query[name] = text;
  }
  return query;
}

/** The number of an entry, as it stands in an address; undefined when it can't be one. */
export function readSeq(text: string | undefined): number | undefined {
  const seq = Number(text);
  return Number.isSafeInteger(seq) && seq > 0 ? seq : undefined;
}

/** Where a page of a list begins, as it stands in an address: after the row of this moment and id. */
export function readPlace({
  before: id,
  at,
}: {
  before?: string;
  at?: string;
}): { at: Date; id: string } | undefined {
  return id && at && !Number.isNaN(Date.parse(at)) ? { at: new Date(at), id } : undefined;
}
