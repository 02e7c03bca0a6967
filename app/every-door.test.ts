import { describe, expect, it } from "vitest";
import { guardOf, listActions, listAppFiles, listPages } from "@/dev/test/kits/app/doors";
import { PERMISSIONS, SENSITIVE } from "@/lib/access/permissions";

/** What finds out who asks, and sends others away. */
const ASKS =
  /\b(requireUser|requireActor|requireRecentActor|requireRecentUser|requireSession|requireStaff|requirePermission|currentStaff|currentUser|currentSession)\(/;
/** For what anybody may do: that a page of ours sent it. */
const OURS = /\b(assertSameOrigin|ownIp)\(/;

/** Doors that are open to everybody, and why. A new one has to be written down here. */
const OPEN: Readonly<Record<string, string>> = {
  "app/sign-in/link/page.tsx": "asks for a link, or is opened by one",
  "app/forgot-password/page.tsx": "asks for a link",
  "app/reset-password/page.tsx": "is opened by a link, whose token is the proof",
  "app/verify-email/page.tsx": "is opened by a link; the password is asked for besides",
  "app/accept-invitation/page.tsx": "is opened by a link, whose token is the proof",
  "app/brand/[digest]/route.ts": "is a logo, which stands on pages for everybody",
  "app/docs/page.tsx": "is documentation",
  "app/docs/[slug]/page.tsx": "is documentation",
  "app/docs/images/[name]/route.ts": "is documentation",
  "app/docs/api/page.tsx": "is documentation",
  "app/docs/problems/page.tsx": "is documentation",
  "app/docs/problems/[code]/page.tsx": "is documentation",
  "app/portal/page.tsx": "is opened by a link, whose token is the proof",
  "app/portal/enter/route.ts": "keeps the way back, of an allowed origin",
  "app/dev/mail/page.tsx": "is there in development only",
  "app/.well-known/security.txt/route.ts": "says whom to tell about faults",
  "app/api/auth/[...nextauth]/route.ts": "is sign-in itself",
  "app/api/health/route.ts": "says only that it works",
  "app/api/live/route.ts": "says only that it works",
  "app/api/ready/route.ts": "says only that it works",
  "app/api/v1/[[...path]]/route.ts": "authorizes each route: lib/api/every-route.test.ts",
  "app/api/v1/billing/credits/webhook/route.ts": "takes what Stripe has signed",
};

const actions = listActions().map((action) => ({
  ...action,
  where: `${action.file} ${action.name}`,
  guard: guardOf(action),
}));
const doors = listPages();

describe("every door", () => {
  it("is found: pages, route handlers and server actions", () => {
    expect(actions.length).toBeGreaterThan(20);
    expect(doors.length).toBeGreaterThan(20);
  });

  it.each(actions)("asks who is there before it does anything: $where", ({ code }) => {
    const asked = code.search(ASKS) >= 0 ? code.search(ASKS) : code.search(OURS);
    expect(asked).toBeGreaterThan(0);
    const touched = code.search(/\bdatabase\(\)/);
    if (touched >= 0) expect(asked).toBeLessThan(touched);
  });

  it.each(doors.filter(({ name }) => !(name in OPEN)))("asks who is there: $name", ({ code }) => {
    expect(code).toMatch(ASKS);
  });

  it.each(doors)("opens to no staff who lack a factor that is demanded: $name", ({ code }) => {
    expect(code).not.toMatch(/\bisStaff\(/);
  });

  it("that is open to everybody is still there", () => {
    expect(Object.keys(OPEN).filter((file) => !listAppFiles().includes(file))).toEqual([]);
  });

  it.each(actions.filter(({ guard }) => guard?.permission))(
    "names a permission of the table, and asks for a fresh sign-in where it is sensitive: $where",
    ({ guard }) => {
      expect(Object.keys(PERMISSIONS)).toContain(guard?.permission);
      const isSensitive = SENSITIVE.some((known) => known === guard?.permission);
      expect(guard?.recent || !isSensitive).toBe(true);
    },
  );
});

describe("a new action that forgets to ask", () => {
  const found = (code: string) => guardOf({ file: "app/x.ts", name: "x", code });

  it("is seen: its guard is read from its source", () => {
    expect(found("x() { await database().read.select(); }")).toBeUndefined();
    expect(found("x() { const user = await requireActor(); }")).toEqual({
      recent: false,
      permission: undefined,
    });
    expect(found('x() { await requireRecentActor(pathOf(form), "credits.grant"); }')).toEqual({
      recent: true,
      permission: "credits.grant",
    });
  });
});
