/** How a reader's device writes numbers, money and dates. The sentences stay English. */
export interface Viewer {
  /** BCP 47, such as "de-DE". */
  readonly locale: string;
  /** IANA, such as "Europe/Berlin". */
  readonly timeZone: string;
}

export const DEFAULT_VIEWER: Viewer = { locale: "en-US", timeZone: "UTC" };

/** The cookie in which a browser tells its time zone; no header does. */
export const TIME_ZONE_COOKIE = "time-zone";

/**
 * Reads what a request says about its reader. Both values are written by the client, so whatever
 * Intl does not know becomes the default.
 * @param acceptLanguage the header Accept-Language
 * @param timeZone the value of the time-zone cookie
 */
export function readViewer(
  acceptLanguage: string | null | undefined,
  timeZone: string | null | undefined,
): Viewer {
  return {
    locale: languages(acceptLanguage ?? "").find(isLocale) ?? DEFAULT_VIEWER.locale,
    timeZone: timeZone && isTimeZone(timeZone) ? timeZone : DEFAULT_VIEWER.timeZone,
  };
}

/** "Nov 25, 2026, 8:01 AM": the day and the minute. */
export function formatTimestamp(at: Date, viewer: Viewer): string {
  return dateFormat(viewer, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** "Nov 25, 2026". */
export function formatDay(at: Date, viewer: Viewer): string {
  return dateFormat(viewer, { dateStyle: "medium" }).format(at);
}

/** With the zone's name, for documents and mails that are read elsewhere: "…, 8:01 AM EST". */
export function formatTimestampWithZone(at: Date, viewer: Viewer): string {
  return dateFormat(viewer, {
    ...{ year: "numeric", month: "long", day: "numeric" },
    ...{ hour: "numeric", minute: "2-digit", timeZoneName: "short" },
  }).format(at);
}

/**
 * When a day begins in a time zone. Most days have 24 hours there; those on which clocks change are
 * right too.
 * @param day YYYY-MM-DD, which exists
 */
export function startOfDay(day: string, timeZone: string): Date {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  // The offset at the guess can differ from the one at the result, so it is taken twice.
  const guess = wanted - offsetMs(new Date(wanted), timeZone);
  return new Date(wanted - offsetMs(new Date(guess), timeZone));
}

/** How far a zone's clocks are ahead of UTC at a time. */
function offsetMs(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    ...{ year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
  }).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    ...([read("year"), read("month") - 1, read("day")] as const),
    ...([read("hour"), read("minute"), read("second")] as const),
  );
  return shown - Math.floor(at.getTime() / 1_000) * 1_000;
}

/** A count of things, grouped as the reader groups digits. */
export function formatCount(count: number, { locale }: Pick<Viewer, "locale">): string {
  return new Intl.NumberFormat(locale).format(count);
}

function dateFormat(viewer: Viewer, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(viewer.locale, { ...options, timeZone: viewer.timeZone });
}

/** The languages of an Accept-Language header, the preferred first. */
function languages(header: string): string[] {
  return header
    .slice(0, 200)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const quality = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return { tag, quality: quality ? Number(quality.trim().slice(2)) : 1 };
    })
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

function isLocale(tag: string): boolean {
  // Extensions (-u-nu-…) would change digits and calendars; a plain language and region don't.
  if (!/^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?$/i.test(tag)) return false;
  return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return /^[A-Za-z0-9_+\-/]{1,64}$/.test(name);
  } catch {
    return false;
  }
}
