import type { ServerResponse } from "node:http";

/** Writes a whole answer, with its length, in one go. */
export async function sendResponse(response: ServerResponse, answer: Response): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.setHeader("content-length", body.byteLength);
  response.end(body);
}
