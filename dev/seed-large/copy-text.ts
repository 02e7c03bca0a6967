/** A value of a row, as PostgreSQL's COPY reads it. */
export type CopyValue = string | number | bigint | boolean | Date | Buffer | null | CopyArray;
type CopyArray = readonly (string | bigint)[];

/** A line of COPY's text format: https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2 */
export function copyLine(values: readonly CopyValue[]): string {
  return `${values.map(toText).join("\t")}\n`;
}

function toText(value: CopyValue): string {
  if (value === null) return "\\N";
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "boolean") return value ? "t" : "f";
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString("hex")}`;
  // Ids and numbers: nothing in an array needs quotes.
  if (Array.isArray(value)) return `{${value.join(",")}}`;
  return String(value);
}

function escapeText(text: string): string {
  return /[\\\t\n\r]/.test(text)
    ? text
        .replaceAll("\\", "\\\\")
        .replaceAll("\t", "\\t")
        .replaceAll("\n", "\\n")
        .replaceAll("\r", "\\r")
    : text;
}
