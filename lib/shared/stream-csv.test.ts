import { describe, expect, it } from "vitest";
import { parseCredits } from "./credits";
import { streamCsv } from "./stream-csv";

type Row = Parameters<typeof streamCsv>[1] extends AsyncIterable<infer One> ? One : never;

async function read(rows: readonly Row[]): Promise<string> {
  async function* walk() {
    yield* rows;
  }
  return new Response(streamCsv(["name", "amount"], walk())).text();
}

describe("a CSV export", () => {
  it("writes credits as exact decimals, debt too, and nothing for what is not known", async () => {
    expect(
      await read([
        ["a", parseCredits("-12.000001")],
        [null, 5],
      ]),
    ).toBe("name,amount\r\na,-12.000001\r\n,5\r\n");
  });

  it("lets no spreadsheet run what a customer chose as a name", async () => {
    expect(await read([["=1+1", 1]])).toContain("\r\n'=1+1,1\r\n");
  });

  it("reads rows as they are taken, and not all at once", async () => {
    let made = 0;
    async function* endless() {
      for (;;) {
        made += 1;
        yield ["x".repeat(100), made] as const;
      }
    }
    const reader = streamCsv(["name", "amount"], endless()).getReader();
    await reader.read();
    await reader.cancel();
    expect(made).toBeLessThan(100);
  });

  it("fails when its rows fail, so that half a file isn't taken for a whole one", async () => {
    async function* failing() {
      yield ["a", 1] as const;
      throw new Error("the database is gone");
    }
    await expect(new Response(streamCsv(["name", "amount"], failing())).text()).rejects.toThrow();
  });
});
