// What a borrower and the desk write to each other about one case: who may begin, in whose language the words are, and
// by when an answer is promised. Pure. It refuses to translate: a text is shown in the language that it was written in,
// and says so to whoever reads in the other one.
import type { Day } from "#app/kernel/calendar.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { EvidenceProblem, FileRefusal } from "#app/modules/hardship/evidence.ts";
import type { ProposalStatus } from "#app/modules/hardship/proposals.ts";
import type { ParamName, TemplateCode, TemplateParams } from "./templates.ts";

/** What can be written about: a proposal, or a case that somebody signed in has opened. A stranger's case has no thread. */
export const subjectKinds = ["proposal", "dispute", "not_mine", "hardship", "data", "question"] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export const messageLimits = {
  /** Signs of one message. */
  text: 2000,
  /** Messages of one person in a day, over all threads. */
  perDay: 30,
  /** Files of one thread, with those that were refused. */
  filesEver: 60,
  /** Messages on a page before "earlier" is asked for. */
  shown: 20,
} as const;

export type MessageRefusal =
  /** Unknown, or somebody else's: the same. */
  | { readonly kind: "not-found" }
  /** Nothing is written here any more; a question can be asked anew. */
  | { readonly kind: "closed" }
  | { readonly kind: "nothing-written" | "too-long" | "too-many-today" }
  | { readonly kind: "files-ever"; readonly most: number }
  | FileRefusal;

export type DeskMessageRefusal =
  | { readonly kind: "not-found" }
  /** It is not this person's work, so they read and do not write. */
  | { readonly kind: "not-yours" }
  | { readonly kind: "nothing-written" | "too-long" }
  /** What the chosen text names is missing, or does not make sense. */
  | { readonly kind: "params"; readonly field: ParamName };

export interface ThreadFileView {
  readonly id: string;
  /** As its sender called it; may be empty. */
  readonly name: string;
  readonly status: "received" | "checking" | "ready" | "refused";
  readonly problem: EvidenceProblem | undefined;
  readonly size: number;
}

export interface EntryView {
  readonly id: string;
  readonly author: "borrower" | "desk";
  /** Of a person at the desk: what stands for their name. */
  readonly sign: string | undefined;
  /** For colleagues only. */
  readonly staffName: string | undefined;
  readonly template: { readonly code: TemplateCode; readonly params: TemplateParams } | undefined;
  readonly text: string | undefined;
  /** In which language the words are; a template reads in both. */
  readonly language: Language;
  readonly at: Date;
  readonly files: readonly ThreadFileView[];
}

/** Where a proposal's own page leads to: while it waits for somebody, to its thread; else to a question of its own. */
export function messagesAt(proposal: { readonly id: string; readonly status: ProposalStatus }): string {
  const waits = ["submitted", "in_review", "recountered", "info_requested", "countered"].includes(proposal.status);
  return waits ? `/my/messages/${proposal.id}` : "/my/messages#ask";
}

/** In which language somebody wrote: by the script where it is plain, else that of the page that they wrote on. */
export function languageOf(text: string, page: Language): Language {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = text.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  if (han > words) return "zh-CN";
  return words >= 3 && words > han * 2 ? "en" : page;
}

/** What broken line ends become, and no blank around: what is counted is what is kept. */
export function tidyText(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n").trim();
}

/** What was typed, to be shown again; whatever else came in its place is nothing. */
export function typedText(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 5000) : "";
}

/** The words of a person whom somebody reads in the other language. */
export function isInOtherLanguage(entry: Pick<EntryView, "text" | "language">, reader: Language): boolean {
  return entry.text !== undefined && entry.text !== "" && entry.language !== reader;
}

/** A second message does not put off the answer to the first one. */
export function promiseAnswer(promised: Day | undefined, anew: Day): Day {
  return promised !== undefined && promised < anew ? promised : anew;
}

export interface LastOwn {
  readonly id: string;
  /** The other side has seen it. */
  readonly read: boolean;
}

/** What one side wrote last, and whether it was read: only there does a page say so. */
export function lastOf(
  entries: readonly Pick<EntryView, "id" | "author" | "at">[],
  author: EntryView["author"],
  readAt: Date | undefined,
): LastOwn | undefined {
  const last = entries.findLast((entry) => entry.author === author);
  return last && { id: last.id, read: readAt !== undefined && last.at <= readAt };
}
