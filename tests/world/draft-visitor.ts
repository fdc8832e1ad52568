// Somebody who fills in the pages before a proposal, over HTTP as a plain program does.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { day } from "#app/kernel/calendar.ts";
import { chooseTerms } from "#app/modules/hardship/offers.server.ts";
import type { ProposalView } from "#app/modules/hardship/proposal-view.ts";
import { readProposal } from "#app/modules/hardship/proposals.server.ts";
import { openSession } from "#app/modules/identity/sessions.server.ts";
import { placeDebt, placePerson } from "./debts.ts";
import type { Portal } from "./portal.ts";

export const household =
  "adults=2&children=1&others=0&region=&reason=income_fell&reason=illness&healthConsent=yes&intention=less&note=";

export interface DraftVisitor {
  readonly actor: BorrowerActor;
  post(path: string, body: string): Promise<Response>;
  get(path: string): Promise<{ status: number; page: string; to: string }>;
  /** A debt of ¥6,000.00 and its account. */
  placeAccount(creditorCode?: string): Promise<string>;
  /** Begins a draft for these accounts and answers its address. */
  begin(...accountIds: readonly string[]): Promise<string>;
  /** A draft with every page answered and instalments chosen. */
  prepare(accountId?: string): Promise<string>;
  read(draft: string): Promise<ProposalView>;
  /** The same person with a session of its own, as on another device. */
  elsewhere(): Promise<DraftVisitor>;
}

export const locationOf = (response: Response): string => response.headers.get("Location") ?? "";

export const idOf = (draft: string): string => draft.split("/").at(-1) ?? "";

async function visitAs(portal: Portal, actor: BorrowerActor): Promise<DraftVisitor> {
  const { app, origin } = portal;
  const token = await app.db.prisma.$transaction((tx) => openSession(tx, app, actor.borrowerId));
  const headers = { Cookie: `__Host-anhuan=s.${token}` };
  const visitor: DraftVisitor = {
    actor,
    post: (path, body) => portal.post(path, body, headers),
    get: async (path) => {
      const response = await fetch(`${origin}${path}`, { headers, redirect: "manual" });
      return { status: response.status, page: await response.text(), to: locationOf(response) };
    },
    placeAccount: async (creditorCode = "BJCF") => {
      const { accountId } = await placeDebt(app, actor, { principal: 600_000n });
      await app.db.prisma.debtAccount.update({ where: { id: accountId }, data: { creditorCode } });
      return accountId;
    },
    begin: async (...accountIds) => {
      const started = await visitor.post("/my/hardship", accountIds.map((id) => `account=${id}`).join("&"));
      if (started.status !== 303) throw new Error(`no draft was begun: ${started.status}`);
      return locationOf(started).replace(/\/household$/, "");
    },
    prepare: async (accountId) => {
      const draft = await visitor.begin(accountId ?? (await visitor.placeAccount()));
      await visitor.post(`${draft}/household`, household);
      await visitor.post(`${draft}/income`, "pay=yes&pay_amount=6000&pay_period=month");
      await visitor.post(`${draft}/spending`, "food=yes&food_amount=1000&food_period=month");
      const rhythm = { every: "month", firstOn: day("2026-12-15"), count: 12 } as const;
      const chosen = await chooseTerms(app, actor, idOf(draft), { kind: "instalments", rhythm, upfrontMinor: 0n });
      if (!chosen.ok) throw new Error(`nothing was chosen: ${chosen.refusal.kind}`);
      return draft;
    },
    read: async (draft) => {
      const view = await readProposal(app, actor, idOf(draft));
      if (!view) throw new Error("no such draft");
      return view;
    },
    elsewhere: () => visitAs(portal, actor),
  };
  return visitor;
}

/** Somebody who reads English and is signed in. */
export async function visitDrafts(portal: Portal): Promise<DraftVisitor> {
  const actor = await placePerson(portal.app);
  await portal.app.db.prisma.borrower.update({ where: { id: actor.borrowerId }, data: { language: "en" } });
  return visitAs(portal, actor);
}
