import { randomInt } from "node:crypto";

/**
 * A browser's cookies for one site, as a test that speaks HTTP itself needs them, and the address
 * that it comes from: each browser has its own.
 */
export class CookieJar {
  csrfToken: string | undefined;
  readonly address = `198.18.${randomInt(256)}.${randomInt(1, 255)}`;
  readonly #cookies = new Map<string, string>();

  keep(answer: Response): Response {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";", 1);
      const at = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  get names(): string[] {
    return [...this.#cookies].filter(([, value]) => value !== "").map(([name]) => name);
  }
}

/** The token that next-auth wants with each form of one browser; asked for once. */
async function askForCsrfToken(base: string, jar: CookieJar): Promise<string> {
  if (jar.csrfToken) return jar.csrfToken;
  const answer = jar.keep(await fetch(`${base}/api/auth/csrf`));
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  jar.csrfToken = csrfToken;
  return csrfToken;
}

/** Posts a form to next-auth as its own client does. */
export async function postAuth(
  base: string,
  action: string,
  fields: Record<string, string>,
  jar = new CookieJar(),
): Promise<Response> {
  const csrfToken = await askForCsrfToken(base, jar);
  const answer = await fetch(`${base}/api/auth/${action}`, {
    method: "POST",
    redirect: "manual",
    headers: {
      cookie: jar.header,
      "content-type": "application/x-www-form-urlencoded",
      "x-forwarded-for": jar.address,
    },
    body: new URLSearchParams({ csrfToken, json: "true", callbackUrl: base, ...fields }),
  });
  return jar.keep(answer);
}

/** Signs in with e-mail and password. @returns the answer, and in `jar` the session */
export function signInOverHttp(
  base: string,
  fields: { email: string; password: string },
  jar?: CookieJar,
): Promise<Response> {
  return postAuth(base, "callback/credentials", fields, jar);
}
