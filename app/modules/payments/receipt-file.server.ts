// The receipt as a PDF, with the amount in the numerals of Chinese receipts too.
import { formatMoment } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { toFormalChinese } from "#app/kernel/chinese-numerals.ts";
import { formatMoney, money } from "#app/kernel/money.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { partNames } from "#app/modules/accounts/accounts.ts";
import type { App } from "#app/platform/app.server.ts";
import { type Content, pdfFacts, pdfTable, renderPdf } from "#app/platform/pdf.server.ts";
import { sayMethod } from "./payment-words.ts";
import type { ShownReceipt } from "./receipt.ts";

export function renderReceipt(app: App, receipt: ShownReceipt, language: Language): Promise<Buffer> {
  const t = translator(language);
  const { timeZone, name } = app.settings;
  const madeAt = app.clock.now();
  return renderPdf({
    title: t("payments.receipt.title"),
    language,
    madeAt,
    header: name[language],
    footer: t("payments.receipt.genuine", { origin: app.env.publicOrigin }),
    pageLabel: (page, pages) => t("payments.receipt.page", { page, pages }),
    missingNote: (codes) => t("payments.receipt.missing", { codes: codes.join(", ") }),
    content: [
      { text: t("payments.receipt.title"), style: "h1" },
      ...factsOf(receipt, language, timeZone),
      ...spreadOf(receipt, language),
      { text: t("payments.receipt.asOf"), style: "small", margin: [0, 12, 0, 0] },
      { text: t("payments.receipt.made", { moment: formatMoment(madeAt, language, timeZone) }), style: "small" },
    ],
  });
}

function factsOf(receipt: ShownReceipt, language: Language, timeZone: string): Content[] {
  const t = translator(language);
  const amount = money(receipt.amountMinor, receipt.currency);
  const formal = toFormalChinese(amount);
  return [
    { text: formatMoney(amount), style: "amount", margin: [0, 0, 0, 6] },
    pdfFacts([
      ...(formal ? [{ term: t("payments.receipt.formal"), value: formal }] : []),
      { term: t("payments.receipt.reference"), value: receipt.reference },
      { term: t("payments.receipt.status"), value: t(`payments.status.${receipt.status}`) },
      {
        term: t("payments.receipt.at"),
        value: t("payments.receipt.zone", { moment: receipt.receivedAt, zone: timeZone }),
      },
      { term: t("payments.receipt.method"), value: sayMethod(t, receipt.method, receipt.methodDetail) },
      { term: t("payments.receipt.payee"), value: receipt.payee },
      { term: t("payments.receipt.agent"), value: receipt.operator },
      { term: t("payments.receipt.account"), value: nameAccount(t, receipt.account) },
      ...(receipt.balanceAfterMinor === undefined
        ? []
        : [
            {
              term: t("payments.receipt.after"),
              value: formatMoney(money(receipt.balanceAfterMinor, receipt.currency)),
            },
          ]),
    ]),
  ];
}

function spreadOf({ parts, excessMinor, currency, amountMinor }: ShownReceipt, language: Language): Content[] {
  const t = translator(language);
  const say = (minor: bigint): string => formatMoney(money(minor, currency));
  const rows = parts.map((part) => [t(`accounts.part.${partNames[part.component]}`), say(part.amountMinor)]);
  if (excessMinor > 0n) rows.push([t("payments.receipt.excess"), say(excessMinor)]);
  if (rows.length === 0) return [];
  return [
    { text: t("payments.receipt.spreadCaption"), style: "h2" },
    pdfTable({
      head: [t("payments.receipt.spread"), t("payments.receipt.spreadAmount")],
      rows: [...rows, [t("payments.receipt.total"), say(amountMinor)]],
      widths: ["*", 120],
      amounts: [1],
    }),
  ];
}
