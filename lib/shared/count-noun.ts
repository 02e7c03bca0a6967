const format = new Intl.NumberFormat("en-US").format;

/**
 * A number with what it counts: "1 payment", "2,000 payments".
 * @param plural where it isn't the singular with an s: "entries"
 */
export function countNoun(count: number, singular: string, plural = `${singular}s`): string {
  return `${format(count)} ${count === 1 ? singular : plural}`;
}
