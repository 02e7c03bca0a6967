import { describe, expect, it } from "vitest";
import { readBody } from "./body";

function streamed(
  chunks: readonly string[],
  ends = true,
): { request: Request; taken: () => number } {
  let taken = 0;
  const body = new ReadableStream({
    pull(controller) {
      const chunk = chunks[taken];
      if (chunk !== undefined) {
        taken += 1;
        controller.enqueue(new TextEncoder().encode(chunk));
      } else if (ends) {
        controller.close();
      }
    },
  });
  const request = new Request("http://localhost/", {
    method: "POST",
    body,
    duplex: "half",
  } as RequestInit);
  return { request, taken: () => taken };
}

describe("reading a body", () => {
  it("gives the very bytes that were sent", async () => {
    const { request } = streamed(["ab", "cü"]);
    expect((await readBody(request, 100)).toString()).toBe("abcü");
  });

  it("stops as soon as the limit is passed, whatever Content-Length said", async () => {
    const { request, taken } = streamed(Array.from({ length: 1_000 }, () => "x".repeat(100)));
    await expect(readBody(request, 250)).rejects.toMatchObject({ code: "payload_too_large" });
    expect(taken()).toBeLessThan(10);
  });

  it("refuses an announced size without reading", async () => {
    const request = new Request("http://localhost/", {
      method: "POST",
      body: "x",
      headers: { "content-length": "5000" },
    });
    await expect(readBody(request, 100)).rejects.toMatchObject({ code: "payload_too_large" });
  });

  it("gives up on a sender that never ends", async () => {
    const { request } = streamed(["begun"], false);
    await expect(readBody(request, 100, 20)).rejects.toMatchObject({ code: "request_timeout" });
  });
});
