import { isDay } from "@/lib/reports/day-range";
import { fieldError } from "@/lib/shared/typed-input";
import { textOf } from "./form-state";

/**
 * A whole number from 1 on, or undefined for an empty field.
 * @throws ProductError invalid_input
 */
export function readWhole(form: FormData, name: string, max: number): number | undefined {
  const text = textOf(form, name);
  if (text === "") return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= max) return value;
  throw fieldError(name, `Enter a whole number from 1 to ${max}, or leave it empty.`);
}

/** The first instant of a day in UTC, or undefined for an empty field. @throws invalid_input */
export function readDayStart(form: FormData, name: string): Date | undefined {
  const text = textOf(form, name);
  if (text === "") return undefined;
  if (isDay(text)) return new Date(`${text}T00:00:00.000Z`);
  throw fieldError(name, "Choose a day, or leave it empty.");
}

/** The last instant of a day in UTC that is not over, or undefined for an empty field. */
export function readDayEnd(form: FormData, name: string): Date | undefined {
  const text = textOf(form, name);
  if (text === "") return undefined;
  const at = new Date(`${text}T23:59:59.999Z`);
  if (isDay(text) && at > new Date()) return at;
  throw fieldError(name, "Choose a day in the future, or leave it empty.");
}
