import { type Credits, parseCredits } from "./credits";
import { ProductError } from "./errors";

/**
 * Reads an amount of credits that a person typed.
 * @param field the form's field, which an error names
 * @throws ProductError invalid_input for anything but an amount above 0
 */
export function readTypedCredits(text: string, field: string): Credits {
  try {
    const credits = parseCredits(text.trim());
    if (credits > 0n) return credits;
  } catch {
    // Said below, in the words of the form.
  }
  throw fieldError(field, "Enter an amount such as 100 or 12.5.");
}

/** @returns the error of one field of a form */
export function fieldError(field: string, detail: string): ProductError {
  return new ProductError("invalid_input", { detail, extra: { fields: { [field]: detail } } });
}
