// A mailbox at the other end of a real SMTP conversation, just polite enough for one.
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

export interface MailServer {
  readonly url: string;
  readonly mails: string[];
  /** What it says to the words of a mail: "250 ok" unless told. */
  answer: string;
  close(): Promise<void>;
}

export async function openMailServer(): Promise<MailServer> {
  const state = { mails: [] as string[], answer: "250 ok" };
  const server = createServer((socket) => {
    let mail: string | undefined;
    let rest = "";
    const say = (line: string) => socket.write(`${line}\r\n`);
    const hear = (line: string): void => {
      if (mail !== undefined) {
        if (line !== ".") mail += `${line}\n`;
        else {
          state.mails.push(mail);
          mail = undefined;
          say(state.answer);
        }
      } else if (line.toUpperCase() === "DATA") {
        mail = "";
        say("354 go on");
      } else if (line.toUpperCase() === "QUIT") {
        say("221 bye");
        socket.end();
      } else say("250 ok");
    };
    socket.on("data", (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split("\r\n");
      rest = lines.pop() ?? "";
      lines.forEach(hear);
    });
    socket.on("error", () => undefined);
    say("220 mail.example");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `smtp://127.0.0.1:${port}`,
    close: async () => {
      server.close();
      await once(server, "close");
    },
  });
}
