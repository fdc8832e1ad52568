// What the three doors of an answer have alike: who may look, what was chosen so far, and which answer that is.
import { data } from "react-router";
import type { StaffActor } from "#app/kernel/actor.ts";
import { DeskAnswerForm } from "#app/modules/hardship/decisions.schema.ts";
import { openAccess } from "#app/modules/review/access.server.ts";
import { readAnswerDesk, type AnswerDesk } from "#app/modules/review/answer-desk.server.ts";
import { bestOffer } from "#app/modules/review/answer.ts";
import { wishOf, type ChosenAnswer, type Wish, type WishFault } from "#app/modules/review/answer-wish.ts";
import { findItem } from "#app/modules/review/queue-item.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { appContext, staffContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { lookAtOwn, readQuery, termsIn, type OwnTerms } from "../borrower/own-terms-door.server.ts";
import type { Route } from "./+types/decide";

export type DeskArgs = Pick<Route.LoaderArgs, "context" | "params">;

interface Door {
  readonly app: App;
  readonly actor: StaffActor;
  readonly proposalId: string;
}

export function doorOf({ context, params: { proposalId } }: DeskArgs): Door {
  return { app: context.get(appContext), actor: context.get(staffContext), proposalId };
}

export async function requireDesk(args: DeskArgs): Promise<AnswerDesk> {
  const { app, actor, proposalId } = doorOf(args);
  const desk = await readAnswerDesk(app, actor, proposalId);
  if (!desk) throw data(null, 404);
  return desk;
}

/** Instead of a page, for whoever does not have the case. */
export interface HeldCase {
  readonly kind: "held";
  readonly id: string;
  readonly holder: string | undefined;
  /** Something waits there at all. */
  readonly waits: boolean;
}

async function heldCase(args: DeskArgs, holder: string | undefined): Promise<HeldCase> {
  const { app, actor, proposalId } = doorOf(args);
  const waits = holder !== undefined || (await findItem(app, actor, proposalId)) !== undefined;
  return { kind: "held", id: proposalId, holder, waits };
}

/** For whoever may look: what lies there, and whether it is theirs. What is shown is on record. */
export async function openCase(
  args: DeskArgs,
): Promise<{ readonly held: HeldCase } | { readonly desk: AnswerDesk; readonly mine: boolean }> {
  const { app, actor, proposalId } = doorOf(args);
  const access = await openAccess(app, actor, { caseId: proposalId }, "answer");
  if (!access.ok) {
    if (access.refusal.kind === "not-found") throw data(null, 404);
    return { held: await heldCase(args, access.refusal.holder) };
  }
  return { desk: await requireDesk(args), mine: access.value.mine };
}

/** Everything for whoever has the case; for others only who does. */
export async function openDesk(args: DeskArgs): Promise<{ readonly held: HeldCase } | { readonly desk: AnswerDesk }> {
  const opened = await openCase(args);
  if ("held" in opened || opened.mine || !opened.desk.item) return opened;
  return { held: await heldCase(args, opened.desk.item.holder) };
}

/** The fields of a form, as those of an address. */
export function paramsOf(form: FormData): URLSearchParams {
  return new URLSearchParams([...form].map(([name, value]) => [name, typeof value === "string" ? value : ""]));
}

export interface AskedAnswer {
  readonly chosen: ChosenAnswer;
  /** Terms of an offer, where the address names some. */
  readonly own: OwnTerms | undefined;
  readonly wish: Wish;
}

const names = Object.keys(DeskAnswerForm.shape);

/** An answer, or what is still missing of one. */
export function readAsked({ known }: AnswerDesk, params: URLSearchParams): AskedAnswer {
  const form = new FormData();
  for (const name of names) for (const value of params.getAll(name)) form.append(name, value);
  const typed = readQuery(params);
  const own = typed && lookAtOwn(known, typed);
  const read = parseForm(DeskAnswerForm, form);
  if (!read.ok) {
    const faults = Object.keys(read.errors).map((field): WishFault => {
      if (field === "question" || field === "reasons") return { field, code: field };
      return { field: "", code: "choice" };
    });
    return { chosen: { reasons: [] }, own, wish: { kind: "open", faults } };
  }
  const best = bestOffer(known.offers)?.quote.terms;
  return { chosen: read.value, own, wish: wishOf(read.value, { own: own && termsIn(own), best }) };
}
