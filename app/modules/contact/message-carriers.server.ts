// Carries one message to one address and says what became of it. A time-out means unknown: the caller tries again
// under the same id, by which the carrier tells a repetition from a second message. Nothing here touches the database.
import { appendFile, readFile } from "node:fs/promises";
import path from "node:path";
import nodemailer from "nodemailer";
import type { App } from "#app/platform/app.server.ts";
import type { Channel } from "./contact.ts";
import type { WrittenLetter } from "./message-texts.server.ts";

export interface Parcel extends WrittenLetter {
  readonly id: string;
  readonly channel: Channel;
  readonly to: string;
}

export type Carried = "sent" | "refused" | "unknown";

const timeoutMs = 10_000;

export interface InboxLine {
  readonly to: string;
  readonly channel: Channel;
  readonly body: string;
  readonly at: string;
  readonly id: string;
}

function inboxFile(app: App): string {
  return path.join(app.env.dataDir, "outbox.jsonl");
}

/** What the demo "sent", oldest first. */
export async function readInbox(app: App): Promise<InboxLine[]> {
  const text = await readFile(inboxFile(app), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as InboxLine);
}

async function writeToInbox(app: App, parcel: Parcel, repeated: boolean): Promise<Carried> {
  // A run that was killed between writing and recording has written already.
  if (repeated && (await readInbox(app)).some(({ id }) => id === parcel.id)) return "sent";
  const line: InboxLine = {
    to: parcel.to,
    channel: parcel.channel,
    body: parcel.subject === "" ? parcel.text : `${parcel.subject}\n\n${parcel.text}`,
    at: app.clock.now().toISOString(),
    id: parcel.id,
  };
  // One short write to a file opened for appending is not torn by another process doing the same.
  await appendFile(inboxFile(app), `${JSON.stringify(line)}\n`, { mode: 0o600 });
  return "sent";
}

async function sendMail(app: App, smtpUrl: string, parcel: Parcel): Promise<Carried> {
  const { operator, name } = app.settings;
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  try {
    await transport.sendMail({
      from: { name: name["zh-CN"], address: operator.email },
      to: parcel.to,
      subject: parcel.subject,
      text: parcel.text,
      messageId: `<${parcel.id}@${new URL(app.env.publicOrigin).hostname}>`,
      headers: { "Auto-Submitted": "auto-generated" },
    });
    return "sent";
  } catch (error) {
    const { responseCode } = error as { responseCode?: number };
    return responseCode !== undefined && responseCode >= 500 ? "refused" : "unknown";
  } finally {
    transport.close();
  }
}

async function sendSms(app: App, smsUrl: string, parcel: Parcel): Promise<Carried> {
  try {
    const response = await fetch(smsUrl, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": parcel.id,
        ...(app.env.smsToken ? { Authorization: `Bearer ${app.env.smsToken}` } : {}),
      },
      body: JSON.stringify({ to: parcel.to, text: parcel.text }),
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    if (response.ok) return "sent";
    const mayPass = response.status >= 500 || response.status === 408 || response.status === 429;
    return mayPass ? "unknown" : "refused";
  } catch {
    return "unknown";
  }
}

/** `repeated` says that this message may have been carried before. */
export async function carry(app: App, parcel: Parcel, repeated: boolean): Promise<Carried> {
  if (app.env.mode === "demo") return writeToInbox(app, parcel, repeated);
  const url = parcel.channel === "sms" ? app.env.smsUrl : app.env.smtpUrl;
  if (!url) return "refused";
  return parcel.channel === "sms" ? sendSms(app, url, parcel) : sendMail(app, url, parcel);
}
