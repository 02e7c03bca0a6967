import fc from "fast-check";
import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { SECRET, signature, signatureHeader } from "@/dev/test/kits/billing/signed";
import { ProductError } from "@/lib/shared/errors";
import { type SignatureCheck, verifyWebhook } from "./verify-webhook";

const NOW = new Date("2026-03-01T12:00:00.000Z");
const SECONDS = NOW.getTime() / 1000;
const EVENT = JSON.stringify({
  id: "evt_1",
  object: "event",
  type: "checkout.session.completed",
  created: SECONDS,
  livemode: false,
  data: { object: { id: "cs_1" } },
});

function verify(
  body: string | Buffer,
  header: string | null = signatureHeader(body, { at: NOW }),
  secrets: readonly string[] = [SECRET],
) {
  return verifyWebhook(Buffer.from(body), header, secrets, NOW);
}

/** The check that a delivery failed; fails the test when anything but a clean 400 comes. */
function checkOf(attempt: () => unknown): SignatureCheck {
  try {
    attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(ProductError);
    const refusal = error as ProductError;
    expect(refusal).toMatchObject({ code: "invalid_signature", status: 400 });
    return refusal.extra.check as SignatureCheck;
  }
  throw new Error("it was accepted");
}

const signedAt = (seconds: number | string) =>
  `t=${seconds},v1=${signature(EVENT, SECRET, seconds)}`;

describe("a delivery is accepted", () => {
  it("when Stripe's own SDK signed it", () => {
    const header = Stripe.webhooks.generateTestHeaderString({
      payload: EVENT,
      secret: SECRET,
      timestamp: SECONDS,
    });
    expect(verify(EVENT, header).id).toBe("evt_1");
  });

  it("with any of the secrets, in any place, while one is being rolled", () => {
    const [old, next] = ["whsec_old_0123456789", "whsec_new_0123456789"];
    for (const secrets of [[old], [next], [old, next], [next, old]]) {
      const header = signatureHeader(EVENT, { secrets, at: NOW });
      expect(verify(EVENT, header, [old, next]).id).toBe("evt_1");
      expect(verify(EVENT, header, [next, old]).id).toBe("evt_1");
    }
  });

  it("with signatures of schemes that aren't known here beside the right one", () => {
    const header = `${signedAt(SECONDS)},v0=${"0".repeat(64)},v2=abc`;
    expect(verify(EVENT, header).id).toBe("evt_1");
  });

  it("up to 5 minutes after it was signed, and up to 5 before", () => {
    for (const age of [-300, 0, 300]) {
      expect(verify(EVENT, signedAt(SECONDS + age)).id).toBe("evt_1");
    }
  });
});

describe("a delivery is refused, naming the check", () => {
  const right = signature(EVENT, SECRET, SECONDS);
  const cases: [SignatureCheck, string, string | null][] = [
    ["missing_header", "no header", null],
    ["missing_header", "an empty one", ""],
    ["malformed_header", "words", "hello"],
    ["malformed_header", "no signature", `t=${SECONDS}`],
    ["malformed_header", "no time", `v1=${right}`],
    ["malformed_header", "a time that is no number", `t=now,v1=${right}`],
    ["malformed_header", "a negative time", `t=-1,v1=${right}`],
    ["malformed_header", "a time with more behind it", `t=${SECONDS}x,v1=${right}`],
    ["malformed_header", "a time too long", `t=${"9".repeat(400)},v1=${right}`],
    ["malformed_header", "two times", `t=${SECONDS + 9_999},${signedAt(SECONDS)}`],
    ["malformed_header", "the same time twice", `t=${SECONDS},${signedAt(SECONDS)}`],
    ["malformed_header", "a signature cut short", `t=${SECONDS},v1=${right.slice(1)}`],
    ["malformed_header", "a signature that isn't hexadecimal", `t=${SECONDS},v1=${"é".repeat(64)}`],
    ["malformed_header", "only another scheme", `t=${SECONDS},v0=${right}`],
    ["no_matching_signature", "another body's", signatureHeader(`${EVENT} `, { at: NOW })],
    [
      "no_matching_signature",
      "another secret's",
      signatureHeader(EVENT, { secrets: ["whsec_x"], at: NOW }),
    ],
    ["no_matching_signature", "another moment's", `t=${SECONDS - 1},v1=${right}`],
    ["no_matching_signature", "an old one that was forged", `t=1,v1=${right}`],
    ["timestamp_too_old", "301 seconds old", signedAt(SECONDS - 301)],
    ["timestamp_too_old", "from 1970", signedAt(0)],
    ["timestamp_in_the_future", "301 seconds ahead", signedAt(SECONDS + 301)],
    ["timestamp_in_the_future", "of the year 33658", signedAt(999_999_999_999)],
  ];

  it.each(cases)("%s: %s", (check, _what, header) => {
    expect(checkOf(() => verify(EVENT, header))).toBe(check);
  });

  it.each(["null", "[]", "[{}]", "1", "true", '"evt_1"', "{}", "", " ", "{", "\0"])(
    "malformed_payload: signed %j",
    (body) => {
      expect(checkOf(() => verify(body))).toBe("malformed_payload");
    },
  );

  it.each([
    { id: 1 },
    { id: "cs_1" },
    { id: "evt_1\0" },
    { id: `evt_${"x".repeat(201)}` },
    { object: "v2.core.event" },
    { type: undefined },
    { type: "checkout\0" },
    { type: "x".repeat(201) },
    { created: "now" },
    { created: 1.5 },
    { created: -1 },
    { created: 1e15 },
    { livemode: "false" },
    { data: undefined },
    { data: null },
    { data: [] },
    { data: { object: null } },
    { data: { object: [] } },
  ])("malformed_payload: an event with %j", (wrong) => {
    const body = JSON.stringify({ ...JSON.parse(EVENT), ...wrong });
    expect(checkOf(() => verify(body))).toBe("malformed_payload");
  });

  it("and nothing is accepted without a secret", () => {
    expect(checkOf(() => verify(EVENT, signatureHeader(EVENT, { at: NOW }), []))).toBe(
      "no_matching_signature",
    );
    const empty = signatureHeader(EVENT, { secrets: [""], at: NOW });
    expect(checkOf(() => verify(EVENT, empty, [""]))).toBe("no_matching_signature");
  });
});

describe("whatever is sent", () => {
  const part = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("t=", "v1=", ",", "=", `t=${SECONDS}`, "t=1e9", "v1=00", signedAt(SECONDS)),
  );
  const header = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(""));
  const bytes = fc.uint8Array({ maxLength: 64 }).map((array) => Buffer.from(array));

  it("a header without a right signature gets a 400 and nothing else", () => {
    fc.assert(
      fc.property(header, fc.oneof(bytes, fc.constant(Buffer.from("{}"))), (text, body) => {
        checkOf(() => verify(body, text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("a signed body is an event, or gets a 400 and nothing else", () => {
    const body = fc.oneof(
      fc.json().map((text) => Buffer.from(text)),
      bytes,
      fc.jsonValue().map((value) => {
        return Buffer.from(JSON.stringify({ ...JSON.parse(EVENT), data: value }));
      }),
    );
    fc.assert(
      fc.property(body, (signed) => {
        try {
          expect(verify(signed).object).toBe("event");
        } catch (error) {
          expect(error).toMatchObject({ code: "invalid_signature" });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
