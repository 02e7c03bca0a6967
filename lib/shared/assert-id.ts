import { ProductError } from "@/lib/shared/errors";
import { isId } from "@/lib/shared/ids";

/** @throws ProductError not_found for text that can't be an id: PostgreSQL would fail on it */
export function assertId(text: string, what: string): void {
  if (!isId(text)) throw noSuch(what);
}

export function noSuch(what: string): ProductError {
  return new ProductError("not_found", { detail: `There is no such ${what}.` });
}
