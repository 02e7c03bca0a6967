import { describe, expect, it } from "vitest";
import { createLogger } from "./log";
import { reasonOf } from "./reason-of";
import { describeError, redactText } from "./redact";

const ADDRESS = "victim@example.com";
const HASH = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA";

/** What a log line says. */
function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger("info", { write: (line) => lines.push(line) }));
  return lines.join("");
}

/** As Drizzle and postgres.js make them, with everything that they hang on. */
function databaseError(): Error {
  const cause = Object.assign(new Error('duplicate key violates "users_email_key"'), {
    code: "23505",
    constraint_name: "users_email_key",
    detail: `Key (lower(email))=(${ADDRESS}) already exists.`,
    query: "insert into users …",
    parameters: [ADDRESS, HASH],
  });
  const message = `Failed query: insert into users values ($1, $2)\nparams: ${ADDRESS},${HASH}`;
  return Object.assign(new Error(message, { cause }), { query: "insert", params: [ADDRESS, HASH] });
}

describe("no log line holds", () => {
  it("a statement, a parameter, an address or a hash of a failed query", () => {
    const line = logged((log) => log.error({ err: databaseError() }, "It failed"));
    expect(line).not.toMatch(/insert into|victim|argon2|Failed query/);
    expect(JSON.parse(line).err.cause).toMatchObject({
      ...{ code: "23505", constraint: "users_email_key" },
    });
  });

  it("a mail that a server didn't take", () => {
    const error = Object.assign(new Error(`550 <${ADDRESS}> unknown`), {
      response: `550 <${ADDRESS}> unknown`,
      envelope: { to: [ADDRESS] },
      message_: { html: "<p>secret code 123456</p>" },
    });
    const line = logged((log) => log.warn({ err: error, mail: { to: ADDRESS, html: "<p>" } }, "x"));
    expect(line).not.toMatch(/victim|<p>|123456/);
  });

  it.each([ADDRESS, HASH, "occ_0123456789abcdef", "sk_test_0123456789", "Bearer abcdefghij"])(
    "%s, in a message, a value or a name",
    (text) => {
      const nested = { a: { b: [text] } };
      const line = logged((log) => log.info({ ...nested, note: `about ${text}` }, `for ${text}`));
      expect(line).not.toContain(text.slice(7));
    },
  );

  it("a value that PostgreSQL couldn't read", () => {
    const error = new Error('invalid input syntax for type uuid: "my private note"');
    expect(reasonOf(error)).toBe("invalid input syntax for type uuid: [value]");
  });
});

describe("a log line", () => {
  it("can't be forged by a newline in what people write", () => {
    const forged = 'x\n{"level":50,"msg":"Successfully processed credit purchase"}';
    const line = logged((log) => log.info({ code: forged }, `for ${forged}`));
    expect(line.trim().split("\n")).toHaveLength(1);
    expect(redactText(forged)).not.toContain("\n");
    expect(redactText("a\u2028b\u0085c")).toBe("a b c");
  });

  it("keeps what helps: ids, codes, where it was thrown, and the cause", () => {
    const cause = new TypeError("no such thing");
    const error = new Error("It didn't work for 0191f1b2-7d5e-7c3a-8f00-1234567890ab", { cause });
    const line = JSON.parse(logged((log) => log.error({ err: error, runId: "r1" }, "Failed")));
    expect(line).toMatchObject({ runId: "r1", err: { message: error.message, type: "Error" } });
    expect(line.err.stack).toContain("redact.test.ts");
    expect(line.err.cause).toMatchObject({ type: "TypeError", message: "no such thing" });
  });

  it("describes whatever is thrown", () => {
    expect(describeError("text")).toEqual({ type: "string", message: "text" });
    expect(describeError(undefined)).toEqual({ type: "undefined", message: "undefined" });
  });
});
