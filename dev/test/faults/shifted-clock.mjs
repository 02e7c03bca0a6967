/** node --import file:///…/shifted-clock.mjs?ms=600000: this process has a clock that is wrong. */
const shiftMs = Number(new URL(import.meta.url).searchParams.get("ms"));
const TrueDate = Date;
const now = () => TrueDate.now() + shiftMs;

globalThis.Date = class extends TrueDate {
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given));
  }
  static now() {
    return now();
  }
};
