// What somebody at the desk put together in the composer: one ready text, or own words, never both. Pure.
import { readDay } from "#app/kernel/calendar.ts";
import { readAmount, type Currency } from "#app/kernel/money.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import type { Language } from "#app/i18n/languages.ts";
import { languageOf, tidyText } from "./conversation.ts";
import type { DeskTemplate, PaperCode, TemplateParams } from "./templates.ts";

export interface ComposedFields {
  readonly template: DeskTemplate | "own" | "";
  readonly day: string;
  readonly amount: string;
  readonly papers: readonly PaperCode[];
  readonly text: string;
  readonly language?: Language | undefined;
}

export type Composed =
  | { readonly template: DeskTemplate; readonly params: TemplateParams }
  | { readonly text: string; readonly language: Language };

/** Neither was chosen; both were; or what was typed is no amount. */
export type ComposedFault = "choose" | "both" | "amount";

/** `reader`: the borrower's language; `currency`: of their accounts there. */
export function readComposed(
  fields: ComposedFields,
  { reader, currency }: { readonly reader: Language; readonly currency: Currency },
): Outcome<Composed, ComposedFault> {
  const { template, papers } = fields;
  const text = tidyText(fields.text);
  if (template === "" || template === "own") {
    return text === "" ? refused("choose") : done({ text, language: languageOf(text, fields.language ?? reader) });
  }
  if (text !== "") return refused("both");
  const day = readDay(fields.day);
  const amount = fields.amount.trim() === "" ? undefined : readAmount(fields.amount, currency);
  if (amount && !amount.ok) return refused("amount");
  return done({
    template,
    params: {
      papers,
      ...(day ? { day } : {}),
      ...(amount ? { amountMinor: amount.amountMinor.toString(), currency } : {}),
    },
  });
}
