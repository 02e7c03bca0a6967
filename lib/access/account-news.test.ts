import { Secret, TOTP } from "otpauth";
import { expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { readMail } from "@/dev/test/kits/access/mail";
import { makeUser, PASSWORD } from "@/dev/test/kits/access/signed-in";
import { newId } from "@/lib/shared/ids";
import { createApiKey } from "./api-keys";
import { beginSession } from "./begin-session";
import { confirmEmailChange, requestEmailChange } from "./change-email";
import { changePassword } from "./change-password";
import { newDeviceToken } from "./known-devices";
import { setRole } from "./roles";
import { beginTotp, confirmTotp, removeTotp } from "./totp";

const db = useTestDatabase();
const subjectsTo = async (address: string) =>
  (await readMail(db(), address)).map(({ subject }) => subject);

// Passkeys: passkeys.test.ts.

it("a sign-in from a new device is told by mail; the first device and a known one aren't", async () => {
  const user = await makeUser(db());
  const [first, second] = [newDeviceToken(), newDeviceToken()];
  const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";
  const origin = { ip: "198.51.100.7", userAgent };
  const signIn = (device: string) =>
    beginSession(db().database, { userId: user.id, method: "password", origin, device });
  await signIn(first);
  await signIn(first);
  expect(await subjectsTo(user.email)).toEqual([]);
  await signIn(second);
  const [mail, ...others] = await readMail(db(), user.email);
  expect(others).toEqual([]);
  expect(mail?.subject).toBe("New sign-in to your account");
  expect(mail?.text).toContain("Firefox on Linux");
});

it("a changed password is told by mail", async () => {
  const user = await makeUser(db());
  await changePassword(db().database, user.id, {
    currentPassword: PASSWORD,
    newPassword: "another password, quite long",
  });
  expect(await subjectsTo(user.email)).toEqual(["Your password was changed"]);
});

it("a new key is told by mail, by its name", async () => {
  const user = await makeUser(db());
  await createApiKey(db().database, user.id, { name: "Nightly job", scopes: ["credits:read"] });
  const [mail] = await readMail(db(), user.email);
  expect(mail?.subject).toBe("An API key was created");
  expect(mail?.text).toContain("Nightly job");
});

it("a new role is told by mail", async () => {
  const user = await makeUser(db());
  await setRole(db().database, user.id, "support", "cli");
  expect(await subjectsTo(user.email)).toEqual(["Your role was changed"]);
});

it("two-step sign-in that is turned on or off is told by mail", async () => {
  const user = await makeUser(db());
  const { secret } = await beginTotp(db().database, user);
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  await confirmTotp(db().database, user, code);
  await removeTotp(db().database, user.id);
  expect((await subjectsTo(user.email)).sort()).toEqual([
    "Two-step sign-in is off",
    "Two-step sign-in is on",
  ]);
});

it("a new address is told to both: the old one before and after, the new one by the link", async () => {
  const user = await makeUser(db());
  const address = `${newId()}@example.com`;
  await requestEmailChange(db().database, user, address);
  expect(await subjectsTo(user.email)).toEqual(["Email change requested"]);
  const [link] = await readMail(db(), address);
  await confirmEmailChange(db().database, user, link?.token ?? "");
  expect(await subjectsTo(user.email)).toContain("Your email address was changed");
  const [told] = await readMail(db(), address);
  expect(told?.subject).toBe("Your email address was changed");
  expect(told?.text).toContain(address);
});

it("an address that somebody has gets no link, and the answer is the same", async () => {
  const [user, owner] = [await makeUser(db()), await makeUser(db())];
  await requestEmailChange(db().database, user, owner.email);
  expect(await subjectsTo(owner.email)).toEqual([]);
  expect(await subjectsTo(user.email)).toEqual(["Email change requested"]);
});
