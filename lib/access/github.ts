import GitHubProvider, { type GithubProfile } from "next-auth/providers/github";
import { z } from "zod";

const emailList = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }),
);

/**
 * The address that GitHub has verified, of those at /user/emails: the primary one, else another.
 * The profile itself has the public address, and says nothing about who verified it.
 * https://docs.github.com/en/rest/users/emails
 */
export function chooseVerifiedEmail(emails: unknown): string | undefined {
  const parsed = emailList.safeParse(emails);
  if (!parsed.success) return undefined;
  const verified = parsed.data.filter((entry) => entry.verified);
  return (verified.find(({ primary }) => primary) ?? verified[0])?.email;
}

/** Sign-in with GitHub that believes no address which GitHub hasn't verified. */
export function githubProvider(
  client: { clientId: string; clientSecret: string },
  apiBase = "https://api.github.com",
) {
  return GitHubProvider({
    ...client,
    authorization: { params: { scope: "read:user user:email" } },
    userinfo: {
      async request({ tokens }) {
        const token = String(tokens.access_token);
        const profile = (await ask(`${apiBase}/user`, token)) as GithubProfile;
        const email = chooseVerifiedEmail(await ask(`${apiBase}/user/emails`, token));
        return {
          ...profile,
          name: profile.name ?? undefined,
          email,
          email_verified: email !== undefined,
        };
      },
    },
  });
}

async function ask(url: string, token: string): Promise<unknown> {
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, accept: "application/vnd.github+json" },
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`GitHub answered ${answer.status} to a question about the user`);
  return answer.json();
}
