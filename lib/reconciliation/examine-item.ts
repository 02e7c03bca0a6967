import { isProductError } from "@/lib/shared/errors";
import { log } from "@/lib/shared/log";
import { reasonOf } from "@/lib/shared/reason-of";
import { unreachableCode } from "@/lib/shared/unreachable";
import type { ItemResult } from "./report";
import type { ReportBuilder } from "./report-builder";

/**
 * Examines one object and counts the result. An object that fails is reported for an admin and the
 * next one follows; a failure that every object would share is thrown and ends the phase.
 */
export async function examineItem(
  report: ReportBuilder,
  stripeId: string,
  examine: () => ItemResult | Promise<ItemResult>,
): Promise<void> {
  let result: ItemResult;
  try {
    result = await examine();
  } catch (error) {
    if (isSharedFault(error)) throw error;
    log.warn({ err: error, stripeId }, "Reconciliation could not examine an object");
    result = { is: "needsReview", reason: reasonOf(error) };
  }
  report.add(stripeId, result);
}

/** Whether the database is what failed, and not the object. */
function isSharedFault(error: unknown): boolean {
  return isProductError(error, "busy") || unreachableCode(error) !== undefined;
}
