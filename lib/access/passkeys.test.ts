import { describe, expect, it } from "vitest";
import { oneTimeTokens } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { Authenticator } from "@/dev/test/kits/access/authenticator";
import { readMail } from "@/dev/test/kits/access/mail";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { makeChallenge, takeChallenge } from "./passkey-challenge";
import {
  addPasskey,
  challengePasskey,
  findUserByPasskey,
  listPasskeys,
  offerPasskey,
  removePasskey,
} from "./passkeys";
import type { User } from "./users";

const db = useTestDatabase();

async function addTo(user: User, device = new Authenticator()): Promise<Authenticator> {
  const { challenge } = await offerPasskey(db().database, user);
  const response = device.register(challenge);
  await addPasskey(db().database, user, { response, name: "Phone" });
  return device;
}

describe("a passkey", () => {
  it("is added, told by mail, and signs its user in by one challenge once", async () => {
    const user = await makeUser(db());
    const device = await addTo(user);
    const { challenge } = await challengePasskey();
    const answer = device.signIn(challenge);
    expect((await findUserByPasskey(db().database, answer))?.id).toBe(user.id);
    expect(await findUserByPasskey(db().database, answer)).toBeUndefined();
    expect((await readMail(db(), user.email)).map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/passkey was added/),
    ]);
  });

  it("that is added twice is refused in words: it is there already, whoever has it", async () => {
    const [user, thief] = [await makeUser(db()), await makeUser(db())];
    const device = await addTo(user);
    for (const somebody of [user, thief]) {
      await expect(addTo(somebody, device)).rejects.toMatchObject({
        code: "conflict",
        detail: "This passkey has been added already.",
      });
    }
    expect(await listPasskeys(db().database.read, thief.id)).toEqual([]);
  });

  it("of somebody else isn't removed; one's own is, and signs in no more", async () => {
    const [user, stranger] = [await makeUser(db()), await makeUser(db())];
    const device = await addTo(user);
    const [passkey] = await listPasskeys(db().database.read, user.id);
    const id = passkey?.id ?? "";
    await expect(removePasskey(db().database, stranger.id, id)).rejects.toMatchObject({
      code: "not_found",
    });
    await removePasskey(db().database, user.id, id);
    const { challenge } = await challengePasskey();
    expect(await findUserByPasskey(db().database, device.signIn(challenge))).toBeUndefined();
  });

  it("isn't for an account whose address isn't verified", async () => {
    const user = await makeUser(db(), "buyer", { emailVerified: false });
    await expect(offerPasskey(db().database, user)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a challenge", () => {
  it("fills no table, however many a stranger asks for", async () => {
    const count = () => db().database.read.$count(oneTimeTokens);
    const before = await count();
    await Promise.all(Array.from({ length: 200 }, () => challengePasskey()));
    expect(await count()).toBe(before);
  });

  it("is good for its user, for five minutes, once, and only as we made it", async () => {
    const { read } = db().database;
    const [user, other] = [await makeUser(db()), await makeUser(db())];
    const text = Buffer.from(makeChallenge(user.id)).toString("base64url");
    const forged = `${text.slice(0, 3)}${text[3] === "A" ? "B" : "A"}${text.slice(4)}`;
    expect(await takeChallenge(read, forged, user.id)).toBe(false);
    expect(await takeChallenge(read, text, other.id)).toBe(false);
    expect(await takeChallenge(read, text, null)).toBe(false);
    expect(await takeChallenge(read, "", null)).toBe(false);
    const later = new Date(Date.now() + 5 * 60_000 + 1);
    expect(await takeChallenge(read, text, user.id, later)).toBe(false);
    const taken = await Promise.all(
      Array.from({ length: 5 }, () => takeChallenge(read, text, user.id)),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
  });
});
