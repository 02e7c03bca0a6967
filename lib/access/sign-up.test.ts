import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { doAccountRequests, readMail } from "@/dev/test/kits/access/mail";
import { makeUser, PASSWORD } from "@/dev/test/kits/access/signed-in";
import { type Env, env } from "@/env";
import { newId } from "@/lib/shared/ids";
import { createApiKey } from "./api-keys";
import { signInWithPassword } from "./sign-in";
import { isSignUpOpen, signUp } from "./sign-up";
import { createUser, findUserByEmail } from "./users";

const db = useTestDatabase();
const OTHER = "another password, quite long";

function signUpAs(email: string, password = PASSWORD, settings?: Env) {
  return signUp(db().database, { email, name: "New User", password, ip: undefined }, settings);
}

function signInAs(email: string, verification?: string, password = PASSWORD) {
  const where = { ip: undefined, device: undefined };
  return signInWithPassword(db().database, { email, password, verification, ...where });
}

const freshEmail = () => `${newId()}@example.com`;

describe("signing up", () => {
  it("makes an account that works only with the code of the mail", async () => {
    const email = freshEmail();
    expect(await signUpAs(email)).toBe("enter_code");
    expect(await signInAs(email)).toBeUndefined();
    expect(await signInAs(email, "000000")).toBeUndefined();
    const [mail] = await readMail(db(), email);
    expect(mail?.code).toMatch(/^\d{6}$/);
    expect((await signInAs(email, mail?.code))?.emailVerified).toBe(true);
    expect(await signInAs(email)).toBeDefined();
  });

  it("works with the link of the mail, but not without the password", async () => {
    const email = freshEmail();
    await signUpAs(email);
    const [mail] = await readMail(db(), email);
    expect(await signInAs(email, mail?.token, OTHER)).toBeUndefined();
    expect((await findUserByEmail(db().database.read, email))?.emailVerified).toBe(false);
    expect(await signInAs(email, mail?.token)).toBeDefined();
  });

  it("answers the same for a known address, changes nothing there, and tells its owner", async () => {
    const { email } = await makeUser(db());
    expect(await signUpAs(email, OTHER)).toBe("enter_code");
    expect(await signInAs(email, undefined, OTHER)).toBeUndefined();
    expect(await signInAs(email)).toBeDefined();
    const [mail] = await readMail(db(), email);
    expect(mail).toMatchObject({ subject: "You already have an account", code: "" });
  });

  it("again with an unverified address starts from nothing: the first password is gone", async () => {
    const email = freshEmail();
    await signUpAs(email, OTHER);
    const [first] = await readMail(db(), email);
    await signUpAs(email);
    await doAccountRequests(db());
    expect(await signInAs(email, first?.code, OTHER)).toBeUndefined();
    expect(await signInAs(email, first?.code)).toBeUndefined();
    const [second] = await readMail(db(), email);
    expect(await signInAs(email, second?.code)).toBeDefined();
  });

  it("can't be guessed: five wrong codes, and the right one works no more", async () => {
    const email = freshEmail();
    await signUpAs(email);
    const [mail] = await readMail(db(), email);
    const wrong = mail?.code === "111111" ? "222222" : "111111";
    const guesses = Array.from({ length: 5 }, () => signInAs(email, wrong));
    expect(await Promise.all(guesses)).toEqual(Array(5).fill(undefined));
    await expect(signInAs(email, mail?.code)).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("doesn't flood a mailbox, and doesn't say that it stopped", async () => {
    const email = freshEmail();
    for (let tries = 0; tries < 6; tries += 1) {
      expect(await signUpAs(email)).toBe("enter_code");
    }
    expect(await readMail(db(), email)).toHaveLength(3);
  });
});

describe("an account whose address isn't verified", () => {
  it("holds no keys", async () => {
    const user = await makeUser(db(), "buyer", { emailVerified: false });
    await expect(
      createApiKey(db().database, user.id, { name: "Early", scopes: ["credits:read"] }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is told from a known one by nobody who signs in", async () => {
    const email = freshEmail();
    await createUser(db().database, { email, name: "U", password: PASSWORD, emailVerified: false });
    expect(await signInAs(email)).toBe(await signInAs(freshEmail()));
  });
});

describe("sign-up in production", () => {
  const settings = (smtpUrl: string | undefined, unverifiedAllowed: boolean): Env => ({
    ...env(),
    production: true,
    email: { ...env().email, smtpUrl },
    signIn: { ...env().signIn, unverifiedAllowed },
  });

  it("is closed without a mail server: nobody could prove an address", async () => {
    expect(isSignUpOpen(settings(undefined, false))).toBe(false);
    expect(isSignUpOpen(settings("smtp://mail.example.com", false))).toBe(true);
    await expect(
      signUpAs(freshEmail(), PASSWORD, settings(undefined, false)),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is open without one where a setting allows unverified accounts", async () => {
    const allowed = settings(undefined, true);
    expect(isSignUpOpen(allowed)).toBe(true);
    const email = freshEmail();
    expect(await signUpAs(email, PASSWORD, allowed)).toBe("sign_in");
    await expect(signUpAs(email, OTHER, allowed)).rejects.toMatchObject({ code: "conflict" });
  });
});
