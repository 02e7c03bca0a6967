import type { DocSection } from "./sections";

export interface DocHit extends DocSection {
  /** Some of the text around the first word that was found. */
  readonly excerpt: string;
}

const MAX_HITS = 20;
const EXCERPT_CHARACTERS = 160;
const WORDS_BEFORE_CHARACTERS = 40;

/**
 * Sections that have all words of a query, beginnings of words too, whatever their case.
 * @returns the best first: words in the heading count more than words in the text; 20 at most
 */
export function searchDocs(sections: readonly DocSection[], query: string): DocHit[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return sections
    .map((section) => ({ section, score: scoreOf(section, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_HITS)
    .map(({ section }) => ({ ...section, excerpt: excerptOf(section.text, words) }));
}

function scoreOf({ page, heading, text }: DocSection, words: readonly string[]): number {
  const [inHeading, inPage, inText] = [heading, page, text].map((part) => part.toLowerCase());
  let score = 0;
  for (const word of words) {
    const found =
      (hasWord(inHeading, word) ? 10 : 0) +
      (hasWord(inPage, word) ? 3 : 0) +
      (hasWord(inText, word) ? 1 : 0);
    if (found === 0) return 0;
    score += found;
  }
  return score;
}

function hasWord(text: string | undefined, word: string): boolean {
  return text?.includes(word) === true;
}

function excerptOf(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase();
  const places = words.map((word) => lower.indexOf(word)).filter((place) => place >= 0);
  const first = places.length > 0 ? Math.min(...places) : 0;
  const from =
    first <= WORDS_BEFORE_CHARACTERS ? 0 : lower.indexOf(" ", first - WORDS_BEFORE_CHARACTERS) + 1;
  const rest = text.slice(from);
  const start = from > 0 ? "… " : "";
  if (rest.length <= EXCERPT_CHARACTERS) return `${start}${rest}`;
  return `${start}${rest.slice(0, EXCERPT_CHARACTERS).replace(/\s\S*$/, "")} …`;
}
