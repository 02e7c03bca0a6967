import { integer, type Params, record, text } from "./params";
import { invalid, missingParam } from "./stripe-error";

interface Listed {
  readonly id: string;
  readonly created: number;
}

export const LIST_PARAMS = ["limit", "starting_after", "ending_before", "created"] as const;

/** A page of a list as Stripe gives it, newest first: https://docs.stripe.com/api/pagination */
export function listPage<T extends Listed>(
  all: readonly T[],
  params: Params,
  url: string,
  what: string,
) {
  const limit = integer(params, "limit") ?? 10;
  if (limit < 1 || limit > 100) throw invalid("Limit must be between 1 and 100", "limit");
  const newestFirst = [...all].reverse().filter((item) => isWithin(item.created, params));
  const after = text(params, "starting_after");
  const before = text(params, "ending_before");
  if (before) {
    const end = place(newestFirst, before, what, "ending_before");
    const start = Math.max(0, end - limit);
    return { object: "list", url, has_more: start > 0, data: newestFirst.slice(start, end) };
  }
  const start = after ? place(newestFirst, after, what, "starting_after") + 1 : 0;
  return {
    object: "list",
    url,
    has_more: newestFirst.length > start + limit,
    data: newestFirst.slice(start, start + limit),
  };
}

function place(items: readonly Listed[], id: string, what: string, param: string): number {
  const index = items.findIndex((item) => item.id === id);
  if (index < 0) throw missingParam(what, id, param);
  return index;
}

function isWithin(created: number, params: Params): boolean {
  if (typeof params.created === "string") return created === Number(params.created);
  const { gt, gte, lt, lte } = record(params, "created");
  return (
    (gt === undefined || created > Number(gt)) &&
    (gte === undefined || created >= Number(gte)) &&
    (lt === undefined || created < Number(lt)) &&
    (lte === undefined || created <= Number(lte))
  );
}
