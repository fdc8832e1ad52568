// Somebody with a proposal, at its pages: reads them, sends their forms, and sees where the proposal then stands.
import type { Language } from "#app/i18n/languages.ts";
import { decideProposal } from "#app/modules/hardship/decide-proposal.server.ts";
import type { Answer } from "#app/modules/hardship/decisions.ts";
import { openSession } from "#app/modules/identity/sessions.server.ts";
import type { Portal } from "./portal.ts";
import { desk, view, type Written } from "./proposals.ts";

export type Fields = Readonly<Record<string, string | readonly string[]>>;

export function query(fields: Fields): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each]));
  return new URLSearchParams(pairs).toString();
}

export function textOf(page: string): string {
  return page
    .replace(/<style[\s\S]*?<\/style>/, "")
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("&#x27;", "'");
}

export interface SeenPage {
  readonly status: number;
  readonly page: string;
  readonly to: string | null;
  readonly headers: Headers;
}

async function read(response: Response): Promise<SeenPage> {
  const { status, headers } = response;
  return { status, headers, page: await response.text(), to: headers.get("Location") };
}

export class ProposalVisitor {
  readonly written: Written;
  readonly cookie: string;
  private readonly portal: Portal;

  private constructor(portal: Portal, written: Written, cookie: string) {
    this.portal = portal;
    this.written = written;
    this.cookie = cookie;
  }

  static async of(portal: Portal, written: Written, language: Language = "en"): Promise<ProposalVisitor> {
    const { app } = portal;
    const { borrowerId } = written.actor;
    await app.db.prisma.borrower.update({ where: { id: borrowerId }, data: { language } });
    const token = await app.db.prisma.$transaction((tx) => openSession(tx, app, borrowerId));
    return new ProposalVisitor(portal, written, `__Host-anhuan=s.${token}`);
  }

  get home(): string {
    return `/my/hardship/${this.written.proposalId}`;
  }

  async get(path: string): Promise<SeenPage> {
    return read(await fetch(this.portal.origin + path, { headers: { Cookie: this.cookie }, redirect: "manual" }));
  }

  async post(path: string, fields: Fields): Promise<SeenPage> {
    return read(await this.portal.post(path, query(fields), { Cookie: this.cookie }));
  }

  /** Presses a button of the proposal's own page. */
  async act(intent: string, more: Fields = {}): Promise<SeenPage> {
    const { version } = await this.viewNow();
    return this.post(this.home, { intent, version: String(version), ...more });
  }

  viewNow() {
    return view(this.portal.app, this.written);
  }

  /** Somebody of the operator answers. */
  async decide(answer: Answer): Promise<this> {
    const { version } = await this.viewNow();
    const decided = await decideProposal(this.portal.app, desk, this.written.proposalId, answer, version);
    if (!decided.ok) throw new Error(`not decided: ${decided.refusal.kind}`);
    return this;
  }
}
