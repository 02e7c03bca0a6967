/** The longest text that a log line keeps of one value. */
const MAX_TEXT = 2_000;
const MAX_DEPTH = 6;

/** Values whose name alone says that nobody who reads a log may see them. */
const PRIVATE_NAME =
  /^(.*(password|passwd|secret|token|cookie|authorization|hash)|email|e_?mail|address|recipient|to|cc|bcc|envelope|html|text|body|subject|name|query|statement|sql|params|parameters|args|detail|where|hint|command|response)$/i;

/** What gives itself away wherever it stands, and what stands in its place. */
const PRIVATE_TEXT: readonly (readonly [RegExp, string])[] = [
  [/Failed query:[\s\S]*/g, "[statement]"],
  [/\$argon2\w*\$[^\s"',]+/g, "[hash]"],
  [/\b(occ|sk|rk|whsec)_[A-Za-z0-9_-]{8,}/g, "[secret]"],
  [/\bBearer\s+\S+/gi, "Bearer [secret]"],
  [/\b(postgres(?:ql)?|smtps?):\/\/[^\s@/]*@/gi, "$1://[secret]@"],
  [/[^\s"'<>(),:;=]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu, "[address]"],
  // PostgreSQL repeats the value that it couldn't read.
  [/(invalid (?:input syntax|byte sequence|input value)[^:]*): [\s\S]*/g, "$1: [value]"],
];

/** Text without what is private, on one line: a newline in it would look like the next entry. */
export function redactText(text: string): string {
  const hidden = PRIVATE_TEXT.reduce(
    (rest, [pattern, instead]) => rest.replace(pattern, instead),
    text.slice(0, MAX_TEXT * 2),
  );
  return oneLine(hidden).slice(0, MAX_TEXT);
}

/** An error as a log shows it: what it is, its redacted words, and where it was thrown. */
export interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** Names of database objects, which are ours. */
  readonly constraint?: string;
  readonly table?: string;
  readonly stack?: string;
  readonly cause?: DescribedError;
}

/**
 * Describes an error by what is known to be harmless, rather than hiding what is known to be
 * private: drivers and mail programs hang statements, parameters and whole mails on their errors.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: redactText(String(error)) };
  const given = error as Error & Record<string, unknown>;
  const word = (name: string) =>
    typeof given[name] === "string" || typeof given[name] === "number"
      ? redactText(String(given[name]))
      : undefined;
  const { cause } = given;
  return {
    type: redactText(given.name || "Error"),
    message: redactText(given.message),
    ...defined({ code: word("code"), table: word("table_name") }),
    ...defined({ constraint: word("constraint_name"), stack: framesOf(given.stack) }),
    ...(cause instanceof Error && depth < 3 && { cause: describeError(cause, depth + 1) }),
  };
}

/**
 * A value for a log line, without what is private, at any depth. The one place that decides it:
 * the log passes everything through here.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return describeError(value);
  if (value instanceof Date) return value;
  if (value instanceof Uint8Array) return "[bytes]";
  if (depth >= MAX_DEPTH) return "[more]";
  if (Array.isArray(value)) return value.slice(0, 100).map((part) => redact(part, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      oneLine(name),
      PRIVATE_NAME.test(name) && part !== null && part !== undefined
        ? "[hidden]"
        : redact(part, depth + 1),
    ]),
  );
}

/** Where it was thrown, without the message that V8 puts above. */
function framesOf(stack: string | undefined): string | undefined {
  const frames = stack?.split("\n").filter((line) => /^\s+at /.test(line));
  return frames?.map((line) => line.trim()).join("\n") || undefined;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

function defined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
