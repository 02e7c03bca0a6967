import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { chooseVerifiedEmail, githubProvider } from "./github";
import { identityOf } from "./providers";

const primary = { email: "primary@example.com", primary: true, verified: true };
const other = { email: "other@example.com", primary: false, verified: true };

describe("GitHub's address of a user", () => {
  it("is the primary one, if GitHub has verified it", () => {
    expect(chooseVerifiedEmail([other, primary])).toBe(primary.email);
  });

  it.each([
    [
      "another verified one, when the primary isn't",
      [{ ...primary, verified: false }, other],
      other.email,
    ],
    ["none, when no one is verified", [{ ...primary, verified: false }], undefined],
    ["none in an answer that can't be read", { message: "Bad credentials" }, undefined],
  ])("is %s", (_what, emails, expected) => {
    expect(chooseVerifiedEmail(emails)).toBe(expected);
  });
});

describe("signing in with GitHub", () => {
  let close = () => {};
  afterEach(() => close());

  /** Speaks as much of GitHub's API as a sign-in asks. */
  async function startGithub(emails: object): Promise<string> {
    const server = createServer((request, response) => {
      const user = { id: 7, login: "octo", name: null, email: "public@example.com" };
      response.end(JSON.stringify(request.url === "/user" ? user : emails));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    close = () => server.close();
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function identify(emails: object) {
    const provider = githubProvider(
      { clientId: "id", clientSecret: "secret" },
      await startGithub(emails),
    );
    const options = provider.options as unknown as {
      userinfo: { request(given: object): Promise<object> };
    };
    const profile = await options.userinfo.request({ tokens: { access_token: "token" } });
    return identityOf("github", "7", profile);
  }

  it("takes the verified address, not the one that the profile shows", async () => {
    expect(await identify([primary])).toMatchObject({ email: primary.email, emailVerified: true });
  });

  it("takes no address that GitHub hasn't verified", async () => {
    const identity = await identify([{ ...primary, verified: false }]);
    expect(identity).toMatchObject({ email: "", emailVerified: false });
  });
});
