// Why something about a case did not happen, put into words.
import { formatDay, formatMoment } from "#app/i18n/format.ts";
import type { T } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { unreachable } from "#app/kernel/outcome.ts";
import type { CaseProblem } from "./case-forms.ts";
import type { ClaimRefusal, HoldRefusal, SnoozeRefusal } from "./work-items.ts";

interface Speech {
  readonly t: T;
  readonly language: Language;
  readonly zone: string;
}

/** At the control where it is mended; for the whole page where there is none. */
export function sayCaseRefusal(
  { t, language, zone }: Speech,
  refusal: ClaimRefusal | HoldRefusal | SnoozeRefusal,
): CaseProblem {
  switch (refusal.kind) {
    case "not-found":
      return { field: "", message: t("cases.refusal.gone") };
    case "not-mine":
      return { field: "", message: t("cases.refusal.not-mine") };
    case "taken":
      return {
        field: "",
        message: t("cases.refusal.taken", { name: refusal.by, since: formatMoment(refusal.since, language, zone) }),
      };
    case "not-for-you":
      return { field: "", message: t(`cases.refusal.${refusal.why}`) };
    case "day":
      return { field: "until", message: sayDay({ t, language }, refusal) };
    default:
      return unreachable(refusal);
  }
}

function sayDay({ t, language }: Omit<Speech, "zone">, { why, latest }: SnoozeRefusal): string {
  if (latest === undefined) return t("cases.refusal.noDay");
  return t(`cases.refusal.${why}`, { day: formatDay(latest, language) });
}
