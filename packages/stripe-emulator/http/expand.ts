import type { State } from "../store";
import { list, type Params } from "./params";
import { invalid } from "./stripe-error";

const TABLES: Record<string, keyof State> = {
  cs: "sessions",
  pi: "paymentIntents",
  pm: "paymentMethods",
  ch: "charges",
  py: "charges",
  re: "refunds",
  dp: "disputes",
  du: "disputes",
  txn: "balanceTransactions",
  cus: "customers",
  prod: "products",
  price: "prices",
  promo: "promotionCodes",
};

/** Puts whole objects in the place of their ids: https://docs.stripe.com/api/expanding_objects */
export function expand(state: State, answer: unknown, params: Params): unknown {
  const paths = list(params, "expand").map(String);
  if (paths.length === 0) return answer;
  const copy = structuredClone(answer);
  for (const path of paths) expandPath(state, copy, path.split("."), path);
  return copy;
}

function expandPath(state: State, value: unknown, steps: readonly string[], whole: string): void {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) expandPath(state, item, steps, whole);
    return;
  }
  const holder = value as Record<string, unknown>;
  if (!(step in holder)) {
    throw invalid(`This property cannot be expanded (${whole}).`, "expand");
  }
  const current = holder[step];
  if (typeof current === "string") holder[step] = lookUp(state, current) ?? current;
  expandPath(state, holder[step], rest, whole);
}

function lookUp(state: State, id: string): unknown {
  const table = TABLES[id.slice(0, id.indexOf("_"))];
  const found = table && (state[table] as Record<string, unknown>)[id];
  return found && structuredClone(found);
}
