import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { emails } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { type MailServer, startMailServer } from "@/dev/test/kits/email/mail-server";
import { newId } from "@/lib/shared/ids";
import { deliver, type Mail } from "./deliver";

function newMail(): Mail {
  return {
    key: `receipt:${newId()}`,
    accountId: newId(),
    to: { name: "Bea\r\nBcc: all@example.com", address: "bea@example.com" },
    subject: "Receipt",
    html: "<p>Hello</p>",
    text: "Hello",
  };
}

describe("deliver", () => {
  const db = useTestDatabase();
  let server: MailServer;
  const settings = () => ({ smtpUrl: server.url, from: "Credits <credits@shop.example>" });
  const send = (mail: Mail, clock?: () => Date) =>
    deliver(db().database.read, mail, settings(), clock);
  const rowOf = async ({ key }: Mail) => {
    const [row] = await db().database.read.select().from(emails).where(eq(emails.key, key));
    return row;
  };

  beforeAll(async () => {
    server = await startMailServer();
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.refusing = false;
    (server.taken as unknown[]).length = 0;
  });

  it("sends a message once, however many processes try at once and later", async () => {
    const mail = newMail();
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => send(mail)));
    expect(server.taken).toHaveLength(1);
    expect(tries.filter((one) => one.status === "fulfilled" && one.value === "sent")).toHaveLength(
      1,
    );
    expect(await send(mail)).toBe("already");
    expect(server.taken).toHaveLength(1);
  });

  it("comes from the shop's name, under the address of the settings", async () => {
    await deliver(db().database.read, newMail(), { ...settings(), senderName: "Acme, Inc." });
    expect(server.taken[0]?.headers).toContain('From: "Acme, Inc." <credits@shop.example>');
  });

  it("sends HTML and a text alternative under a Message-ID that stands for the cause", async () => {
    const mail = newMail();
    await send(mail);
    const [taken] = server.taken;
    expect(taken?.headers).toContain(`Message-ID: <${mail.key.replace(":", ".")}@shop.example>`);
    expect(taken?.headers).toMatch(/Content-Type: multipart\/alternative/);
    expect(taken?.body).toContain("Content-Type: text/plain");
    expect(taken?.body).toContain("<p>Hello</p>");
  });

  it("lets no name of a person add headers", async () => {
    await send(newMail());
    expect(server.taken[0]?.headers).not.toMatch(/^Bcc:/m);
  });

  it("says why a mail server refused, and sends when it is asked again", async () => {
    const mail = newMail();
    server.refusing = true;
    await expect(send(mail)).rejects.toThrow(/451/);
    expect(await rowOf(mail)).toMatchObject({ status: "sending", attempts: 1 });
    expect((await rowOf(mail))?.error).toMatch(/451/);
    server.refusing = false;
    expect(await send(mail)).toBe("sent");
    expect(await rowOf(mail)).toMatchObject({ status: "sent", attempts: 2, error: null });
  });

  it("goes on after a process died while sending, and under the same Message-ID", async () => {
    const mail = newMail();
    await send(mail);
    const [first] = server.taken;
    // As the dead process left it: taken by the server, and not noted.
    await db()
      .database.read.update(emails)
      .set({ status: "sending" })
      .where(eq(emails.key, mail.key));
    await expect(send(mail)).rejects.toThrow("another process");
    const later = () => new Date(Date.now() + 120_000);
    expect(await send(mail, later)).toBe("sent");
    const idOf = (headers = "") => /^Message-ID: .*$/m.exec(headers)?.[0];
    expect(idOf(server.taken[1]?.headers)).toBe(idOf(first?.headers));
  });

  it("keeps messages where no mail server is set, and no bodies where one is", async () => {
    const kept = newMail();
    const sent = newMail();
    await deliver(db().database.read, kept, { ...settings(), smtpUrl: undefined });
    await send(sent);
    expect(await rowOf(kept)).toMatchObject({ status: "kept", html: kept.html, text: kept.text });
    expect(await rowOf(sent)).toMatchObject({ status: "sent", html: null, text: null });
    expect(await deliver(db().database.read, kept, settings())).toBe("already");
  });
});
