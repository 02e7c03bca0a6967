/** How the shop looks: its name, logo and color. */
export interface Brand {
  readonly name: string;
  /** The name that mails come from; empty: the address's own. */
  readonly mailSender: string;
  /** "#rrggbb" for the light theme, mails and PDFs; empty: the product's own. */
  readonly colorLight: string;
  /** "#rrggbb" for the dark theme; empty: the product's own. */
  readonly colorDark: string;
  /** SHA-256 of the logo in hex; empty: the product's own. */
  readonly logo: string;
}

export const DEFAULT_BRAND: Brand = {
  name: "Ops-Center Credits",
  mailSender: "",
  colorLight: "",
  colorDark: "",
  logo: "",
};

/** The accent of app/globals.css, light, as mails and PDFs show it. */
export const DEFAULT_COLOR = "#4338ca";

/** What the color meets in each theme: app/globals.css in sRGB. */
const THEMES = {
  light: { textOnIt: "#fbfcfe", surface: "#ffffff", muted: "#f1f3f5" },
  dark: { textOnIt: "#0d111f", surface: "#14171e", muted: "#1e222a" },
} as const;

/** How much of the color a soft background has; app/brand-style.tsx mixes the same. */
export const SOFT_SHARE = { light: 0.08, dark: 0.15 } as const;

/** WCAG 2.2, 1.4.3: text of normal size. */
const MIN_CONTRAST = 4.5;

/**
 * Whether a color can be read in a theme: the text on it, and it as text on a page.
 * @param color "#rrggbb"
 * @returns what is wrong, as a sentence; undefined when nothing is
 */
export function findColorProblem(color: string, theme: keyof typeof THEMES): string | undefined {
  const { textOnIt, surface, muted } = THEMES[theme];
  const soft = mix(color, surface, SOFT_SHARE[theme]);
  const contrasts = [textOnIt, muted, soft].map((other) => contrastOf(color, other));
  const lowest = Math.min(...contrasts);
  if (lowest >= MIN_CONTRAST) return undefined;
  const advice = theme === "light" ? "Choose a darker color." : "Choose a lighter color.";
  const shown = (Math.floor(lowest * 10) / 10).toFixed(1);
  return `Text in the ${theme} theme would have a contrast of ${shown} to 1 and needs ${MIN_CONTRAST}. ${advice}`;
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrastOf(one: string, other: string): number {
  const [low = 0, high = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(color).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(color: string, base: string, share: number): string {
  const bases = channelsOf(base);
  const mixed = channelsOf(color).map((value, index) =>
    Math.round(value * share + (bases[index] ?? 0) * (1 - share)),
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function channelsOf(color: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
}
