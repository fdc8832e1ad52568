// People on file, the mailbox of what was sent to them, and a browser at the door, for tests of the way in.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { systemActor } from "#app/kernel/actor.ts";
import type { Language } from "#app/i18n/languages.ts";
import { deliverMessage, readInbox } from "#app/modules/contact/contact.server.ts";
import { importPlacements } from "#app/modules/placements/placements.server.ts";
import {
  claimPerson,
  startSignIn,
  verifyCode,
  type Arrival,
  type CodeAnswer,
} from "#app/modules/identity/identity.server.ts";
import { referenceKey } from "#app/modules/identity/person.ts";
import { readCarried, writeCarried, type Carried } from "#app/modules/identity/session-cookie.ts";
import type { TestApp } from "./database.ts";
import { placementFile, type FictionalAccount } from "./people.ts";

/** Brings these accounts into the books through the import, as a creditor's file does. */
export async function placePeople(app: TestApp, accounts: readonly FictionalAccount[]): Promise<void> {
  const file = path.join(
    app.env.dataDir,
    `placed-${accounts
      .map(({ accountNumber }) => accountNumber)
      .join("-")
      .slice(0, 80)}.csv`,
  );
  await writeFile(file, placementFile(accounts));
  const imported = await importPlacements(app, systemActor("import"), { file });
  if (!imported.ok || imported.value.accepted !== accounts.length)
    throw new Error("the people of the test were not placed");
}

/** Does what the worker would: everything that is queued and due leaves now. */
export async function deliverAll(app: TestApp): Promise<void> {
  const queued = await app.db.prisma.message.findMany({
    where: { status: { in: ["queued", "sending"] } },
    orderBy: { createdAt: "asc" },
  });
  for (const { id } of queued) await deliverMessage(app, id);
}

/** Codes that reached this address, oldest first. */
export async function codesFor(app: TestApp, to: string): Promise<string[]> {
  await deliverAll(app);
  const lines = (await readInbox(app)).filter((line) => line.to === to);
  return lines.flatMap(({ body }) => /\d{6,}/.exec(body)?.[0] ?? []);
}

export async function newestCode(app: TestApp, to: string): Promise<string> {
  const code = (await codesFor(app, to)).at(-1);
  if (!code) throw new Error("no code arrived");
  return code;
}

/** A code that is certainly not this one. */
export function wrongCode(right: string, turn = 1): string {
  return String((Number(right) + turn) % 10 ** right.length).padStart(right.length, "0");
}

/** A browser that keeps its cookie as browsers do: through the header's text. */
export class Browser {
  carried: Carried = {};
  readonly app: TestApp;
  readonly ip: string;
  readonly language: Language;

  constructor(app: TestApp, ip = "192.0.2.10", language: Language = "zh-CN") {
    this.app = app;
    this.ip = ip;
    this.language = language;
  }

  get arrival(): Arrival {
    return { carried: this.carried, ip: this.ip, language: this.language };
  }

  keep(carried: Carried): void {
    this.carried = readCarried(writeCarried(carried).split(";")[0] ?? "");
  }

  /** The first two steps. */
  async claim({
    accountNumber,
    fullName,
    idLast6,
  }: Pick<FictionalAccount, "accountNumber" | "fullName" | "idLast6">): Promise<boolean> {
    this.keep(await startSignIn(this.app, this.arrival, referenceKey(accountNumber)));
    return claimPerson(this.app, this.arrival, { fullName, idLast6 });
  }

  async enter(code: string): Promise<CodeAnswer> {
    const answer = await verifyCode(this.app, this.arrival, code);
    if (answer.kind === "signed-in") this.keep(answer.carried);
    return answer;
  }

  /** All three steps with the code that arrives. */
  async signIn(person: FictionalAccount): Promise<CodeAnswer> {
    await this.claim(person);
    return this.enter(await newestCode(this.app, person.mobile));
  }
}
