// The statement as a letter on A4, in the language of its reader.
import { formatDay, formatMoment, formatMonth } from "#app/i18n/format.ts";
import { translator, type T } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { toFormalChinese } from "#app/kernel/chinese-numerals.ts";
import { formatMoney, money } from "#app/kernel/money.ts";
import { totalOf } from "#app/modules/ledger/ledger.ts";
import type { App } from "#app/platform/app.server.ts";
import { pdfFacts, pdfTable, renderPdf, type Content } from "#app/platform/pdf.server.ts";
import { sayBasis, sayDays, sayLine } from "./account-words.ts";
import { partsOf, type HistoryLine } from "./accounts.ts";
import type { Statement } from "./statement.server.ts";

function aboutRows(app: App, t: T, { owner, account, madeAt }: Statement, language: Language) {
  return [
    { term: t("accounts.statement.holder"), value: owner.fullName },
    { term: t("accounts.statement.idNumber"), value: owner.maskedIdNumber },
    { term: t("accounts.statement.account"), value: t(`accounts.product.${account.productType}`) },
    { term: t("accounts.account.number"), value: account.accountNumber },
    { term: t("accounts.account.creditor"), value: account.creditor.legalName[language] },
    { term: t("accounts.account.contractOn"), value: formatDay(account.contractOn, language) },
    { term: t("accounts.statement.madeAt"), value: formatMoment(madeAt, language, app.settings.timeZone) },
  ];
}

function balancePart(t: T, { account }: Statement, language: Language): Content[] {
  const { balances, currency, dueMinor } = account;
  const balance = money(totalOf(balances), currency);
  const words = language === "zh-CN" ? toFormalChinese(balance) : undefined;
  const basis = sayBasis(t, account, language);
  return [
    { text: t("accounts.statement.balance"), style: "h2" },
    { text: formatMoney(balance), style: "amount" },
    ...(words === undefined ? [] : [{ text: `${t("accounts.statement.inWords")}：${words}` }]),
    { text: `${t("accounts.statement.due")} ${formatMoney(money(dueMinor, currency))}`, margin: [0, 0, 0, 8] },
    pdfTable({
      head: [t("accounts.statement.part"), t("accounts.statement.parts"), t("accounts.account.amountHead")],
      widths: [70, "*", "auto"],
      amounts: [2],
      rows: partsOf(balances).map(({ key, minor }) => [
        t(`accounts.part.${key}`),
        basis[key],
        formatMoney(money(minor, currency)),
      ]),
    }),
  ];
}

function historyPart(t: T, { account, period }: Statement, language: Language): Content[] {
  const { currency } = account;
  const show = (minor: bigint): string => formatMoney(money(minor, currency));
  const days = (line: HistoryLine): string =>
    line.month === undefined ? sayDays(t, line, language) : formatMonth(line.month, language);
  const details = ({ amounts }: HistoryLine): string => {
    const parts = partsOf(amounts).filter(({ minor }) => minor !== 0n);
    return parts.length < 2
      ? ""
      : `\n${parts.map(({ key, minor }) => `${t(`accounts.part.${key}`)} ${show(minor)}`).join("  ")}`;
  };
  return [
    { text: t("accounts.statement.entries"), style: "h2" },
    {
      text: t("accounts.history.span", {
        from: formatDay(period.from, language),
        until: formatDay(period.until, language),
      }),
      margin: [0, 0, 0, 6],
    },
    pdfTable({
      head: [
        t("accounts.history.date"),
        t("accounts.history.what"),
        t("accounts.history.change"),
        t("accounts.history.after"),
      ],
      widths: [96, "*", "auto", "auto"],
      amounts: [2, 3],
      rows: [
        [formatDay(period.from, language), t("accounts.statement.startBalance"), "", show(period.startMinor)],
        ...period.lines.map((line) => [
          days(line),
          sayLine(t, line) + details(line),
          show(line.totalMinor),
          show(line.balanceMinor),
        ]),
        [formatDay(period.until, language), t("accounts.statement.endBalance"), "", show(period.endMinor)],
      ],
    }),
  ];
}

export function renderStatement(app: App, statement: Statement, language: Language): Promise<Buffer> {
  const t = translator(language);
  const { operator } = app.settings;
  return renderPdf({
    title: t("accounts.statement.title"),
    language,
    madeAt: statement.madeAt,
    header: operator.legalName[language],
    footer: t("accounts.statement.verify", { website: operator.website, phone: operator.phone }),
    pageLabel: (page, pages) => t("accounts.pdfPage", { page, pages }),
    missingNote: (codes) => t("accounts.statement.missing", { codes: codes.join(", ") }),
    content: [
      { text: t("accounts.statement.title"), style: "h1" },
      pdfFacts(aboutRows(app, t, statement, language)),
      ...balancePart(t, statement, language),
      ...historyPart(t, statement, language),
    ],
  });
}
