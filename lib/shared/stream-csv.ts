import { Readable } from "node:stream";
import { type Credits, fromMicro, toDecimal } from "./credits";
import { csvLine } from "./csv";

type Cell = string | number | Credits | null;

/** Spreadsheets take a file for UTF-8 only with this mark before it. */
const BYTE_ORDER_MARK = "\ufeff";

/**
 * A CSV file as a stream: rows are read as they are taken, so the size of an export has no limit.
 * @param rows values by column, in the order of `columns`; credits are written as exact decimals
 */
export function streamCsv(
  columns: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  async function* lines() {
    yield encoder.encode(BYTE_ORDER_MARK + csvLine(columns));
    for await (const row of rows) yield encoder.encode(csvLine(row.map(writeCell)));
  }
  return Readable.toWeb(Readable.from(lines())) as ReadableStream<Uint8Array>;
}

/** The headers of a file that a browser saves under this name. */
export function csvHeaders(fileName: string): Record<string, string> {
  return {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${fileName}"`,
    "cache-control": "no-store",
  };
}

function writeCell(cell: Cell): string {
  if (typeof cell === "bigint") return toDecimal(fromMicro(cell));
  return cell === null ? "" : String(cell);
}
