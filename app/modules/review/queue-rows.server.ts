// Proposals in the queue as a page and an export show them: in words of the reader's language, with days counted as
// working days.
import { translator } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { sayHeadline } from "#app/modules/hardship/option-words.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import type { ShownProposal } from "./queue-page.tsx";
import type { ProposalInQueue } from "./queue-proposals.server.ts";
import type { ShownRow } from "./queue-table.tsx";
import { workingDaysUntil, type QueueRow } from "./queue.ts";

/** What every kind of work shows of its rows; `to` is where the row is worked on. */
export function rowShower(app: App, language: Language): (row: QueueRow, to: string) => ShownRow {
  const calendar = requirePolicy(app.settings.policyPack).calendar.value;
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const names = new Map(app.settings.creditors.map(({ code, shortName }) => [code, shortName[language]]));
  return ({ id, reference, creditorCode, stage, level, dueOn, snoozedUntil, holder, free, ...row }, to) => ({
    id,
    reference,
    to,
    language: row.language,
    creditor: creditorCode && (names.get(creditorCode) ?? creditorCode),
    stage,
    level,
    dueOn,
    workingDays: workingDaysUntil(calendar, today, dueOn),
    snoozedUntil,
    holder: holder && { name: holder.name, mine: holder.mine },
    free,
  });
}

export function proposalShower(
  app: App,
  language: Language,
): (row: QueueRow & { readonly detail: ProposalInQueue | undefined }) => ShownProposal {
  const t = translator(language);
  const show = rowShower(app, language);
  return (row) => {
    const { quote, productType, maskedName = "", accountCount: count = 1 } = row.detail ?? {};
    const product = productType ? t(`accounts.product.${productType}`) : "";
    return {
      ...show(row, `/desk/cases/${row.id}`),
      maskedName,
      product: count > 1 ? t("queue.product", { product, count }) : product,
      headline: quote ? sayHeadline(t, quote, language) : "",
      total: quote && { minor: quote.totalMinor, currency: quote.currency },
    };
  };
}
