import Bowser from "bowser";

/** A browser and system by its User-Agent header, in words: "Firefox on Linux". */
export function describeDevice(userAgent: string | null | undefined): string {
  if (!userAgent) return "an unknown device";
  const { browser, os } = Bowser.parse(userAgent);
  // The header is the client's word: only names that the library knows are shown.
  return [browser.name ?? "an unknown browser", os.name].filter(Boolean).join(" on ");
}
