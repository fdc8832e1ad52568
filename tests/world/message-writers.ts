// A borrower and somebody of the desk who write to each other over HTTP: their addresses, and the forms of their pages.
import type { Language } from "#app/i18n/languages.ts";
import { newId } from "#app/kernel/ids.ts";
import { knockAsStaff, type DeskPageSeen } from "./desk-visitor.ts";
import type { Portal } from "./portal.ts";
import { ProposalVisitor } from "./proposal-visitor.ts";
import { beyondAtOnce, sendDraft } from "./proposals.ts";
import { addStaff, type TestStaff } from "./staff.ts";

type Fields = Readonly<Record<string, string>>;

export interface Sent {
  readonly status: number;
  readonly to: string | null;
  readonly page: string;
}

/** A borrower with a proposal that is this agent's, and that nothing was written about yet. */
export class Writer {
  readonly visitor: ProposalVisitor;
  private readonly portal: Portal;

  private constructor(portal: Portal, visitor: ProposalVisitor) {
    this.portal = portal;
    this.visitor = visitor;
  }

  static async of(portal: Portal, agent: TestStaff, language: Language = "en"): Promise<Writer> {
    const visitor = await ProposalVisitor.of(portal, await sendDraft(portal.app, beyondAtOnce), language);
    const data = { assigneeId: agent.actor.staffId };
    await portal.app.db.prisma.workItem.update({ where: { id: visitor.written.proposalId }, data });
    return new Writer(portal, visitor);
  }

  get id(): string {
    return this.visitor.written.proposalId;
  }

  /** The thread, as the borrower reads it. */
  get thread(): string {
    return `/my/messages/${this.id}`;
  }

  /** The same on the desk. */
  get desk(): string {
    return `/desk/messages/${this.id}`;
  }

  get(path = this.thread) {
    return this.visitor.get(path);
  }

  /** As the form of the page sends it. */
  async write(text: string, files: Readonly<Record<string, Uint8Array>> = {}): Promise<Sent> {
    const form = new FormData();
    form.append("once", newId());
    form.append("text", text);
    for (const [name, bytes] of Object.entries(files)) form.append("files", new Blob([new Uint8Array(bytes)]), name);
    const headers = { Cookie: this.visitor.cookie, Origin: this.portal.origin };
    const init = { method: "POST", body: form, headers, redirect: "manual" } as const;
    const answer = await fetch(this.portal.origin + this.thread, init);
    return { status: answer.status, to: answer.headers.get("Location"), page: await answer.text() };
  }

  /** The only file that was sent. */
  async fileId(): Promise<string> {
    const { borrowerId } = this.visitor.written.actor;
    return (await this.portal.app.db.prisma.threadFile.findFirstOrThrow({ where: { borrowerId } })).id;
  }
}

export interface Correspondents {
  readonly agent: TestStaff;
  begin(language?: Language): Promise<Writer>;
  /** Of the agent unless told. */
  desk(path: string, form?: Fields, staff?: TestStaff): Promise<DeskPageSeen>;
}

export async function openCorrespondents(portal: Portal): Promise<Correspondents> {
  const agent = await addStaff(portal.app, "agent", { creditors: ["BJCF"], name: "Wang" });
  return {
    agent,
    begin: (language) => Writer.of(portal, agent, language),
    desk: (path, form, staff = agent) => knockAsStaff(portal, staff, path, form),
  };
}
