import { expect, it } from "vitest";
import { ProductError } from "@/lib/shared/errors";
import { decideRefusalLine, refusalOf } from "./refused-deliveries";

it("a refused delivery is logged at once, and then once a minute with how many there were", () => {
  const first = decideRefusalLine(undefined, 1_000);
  expect(first.others).toBe(0);
  const second = decideRefusalLine(first.noted, 2_000);
  const third = decideRefusalLine(second.noted, 60_999);
  expect([second.others, third.others]).toEqual([undefined, undefined]);
  expect(decideRefusalLine(third.noted, 61_000).others).toBe(2);
});

it("the line names the check that failed and what to do, never what our own failure said", () => {
  const detail = "Copy the secret.";
  const refused = new ProductError("invalid_signature", {
    detail,
    extra: { check: "no_matching_signature" },
  });
  expect(refusalOf(refused)).toEqual({ check: "no_matching_signature", detail });
  expect(refusalOf(new ProductError("not_configured", { detail }))).toEqual({
    check: "not_configured",
    detail,
  });
  expect(refusalOf(new Error("select secret from users")).detail).not.toContain("secret");
});
