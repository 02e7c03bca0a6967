import { writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";

/** A message as the server took it. */
export interface TakenMail {
  readonly headers: string;
  readonly body: string;
}

export interface MailServer {
  readonly url: string;
  readonly taken: readonly TakenMail[];
  /** Whether it refuses every message (451), as a server does that is out of order. */
  refusing: boolean;
  /** Set: a message is answered only after this resolves. */
  answerAfter: Promise<void> | undefined;
  stop(): Promise<void>;
}

/**
 * A mail server that speaks as much SMTP (RFC 5321) as a sender needs, and keeps what it takes.
 * @param directory where each message is written too, for tests in other processes
 */
export async function startMailServer(directory?: string): Promise<MailServer> {
  const taken: TakenMail[] = [];
  const take = (mail: TakenMail) => {
    taken.push(mail);
    if (!directory) return;
    writeFileSync(path.join(directory, `${taken.length}.eml`), `${mail.headers}\n\n${mail.body}`);
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => {}));
    void talk(socket, mail, take).catch(() => socket.destroy());
  });
  // A process that has finished its work ends without stopping this server.
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("the mail server has no port");
  const mail: MailServer = {
    url: `smtp://127.0.0.1:${address.port}`,
    taken,
    refusing: false,
    answerAfter: undefined,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return mail;
}

async function talk(
  socket: Socket,
  server: MailServer,
  take: (mail: TakenMail) => void,
): Promise<void> {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let data: string[] | undefined;
  say("220 mail.test");
  for await (const line of createInterface({
    input: socket,
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (data && line !== ".") {
      data.push(line.startsWith("..") ? line.slice(1) : line);
    } else if (data) {
      await server.answerAfter;
      const [headers = "", ...body] = data.join("\n").split("\n\n");
      data = undefined;
      if (!server.refusing) take({ headers, body: body.join("\n\n") });
      say(server.refusing ? "451 not now" : "250 taken");
    } else if (/^DATA/i.test(line)) {
      data = [];
      say("354 go on");
    } else if (/^QUIT/i.test(line)) {
      say("221 bye");
      socket.end();
    } else {
      say("250 mail.test");
    }
  }
}
