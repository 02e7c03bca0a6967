/** A path with the query parameters that have a value. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const set = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const text = new URLSearchParams(set).toString();
  return text ? `${path}?${text}` : path;
}
