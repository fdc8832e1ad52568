// What a creditor hands over: one account a row. This room turns a row into an account, or says which column is
// wrong and how. It refuses to guess at money, identity or dates, and it never changes money of an account that is
// already here: an account that comes again brings contact data only.
import type { Day } from "#app/kernel/calendar.ts";
import { isCurrency, readAmount, type AmountRefusal, type Currency } from "#app/kernel/money.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { isLanguage, type Language } from "#app/i18n/languages.ts";
import { totalOf, type ComponentAmounts } from "../ledger/ledger.ts";
import {
  birthDateOfResidentId,
  isIdType,
  nameKey,
  readEmail,
  readIdNumber,
  readMobile,
  referenceKey,
  tidyName,
  toPlainForm,
  type IdType,
} from "../identity/person.ts";
import { placementColumns, type PlacementColumn } from "./placement-columns.ts";
import type { RefusalCode, RowRefusal } from "./row-refusal.ts";
import { isTimeZone, readFileDay, readRate, readText, readYesNo } from "./placement-fields.ts";

export const productTypes = ["consumer_loan", "credit_card", "small_loan"] as const;
export const lenderTypes = ["bank", "consumer_finance", "small_loan_company", "other"] as const;

export interface PlacementRow {
  readonly creditorCode: string;
  readonly accountNumber: string;
  readonly referenceKey: string;
  readonly productType: string;
  readonly lenderType: string;
  readonly currency: Currency;
  readonly borrowerRef: string;
  readonly fullName: string;
  readonly idType: IdType;
  readonly idNumber: string;
  readonly birthDate: Day | undefined;
  /** An empty cell says nothing: it never takes a contact away. */
  readonly mobile: string | undefined;
  readonly email: string | undefined;
  readonly language: Language | undefined;
  readonly region: string | undefined;
  readonly timeZone: string | undefined;
  readonly contractDate: Day;
  readonly itemizationDate: Day;
  readonly firstUnpaidDueDate: Day;
  readonly annualRatePpm: number;
  /** What is owed at the itemization date, by the ledger's components. */
  readonly opening: ComponentAmounts;
  readonly secured: boolean;
  readonly lastPaymentDate: Day | undefined;
  readonly lastPaymentMinor: bigint | undefined;
}

export interface PlacementContext {
  readonly creditorCodes: ReadonlySet<string>;
  /** Where set, rows of another creditor stay out. */
  readonly expectedCreditor: string | undefined;
  readonly fictionalPeople: boolean;
  /** In the agency's time zone. */
  readonly today: Day;
}

type Draft = { -readonly [Key in keyof PlacementRow]?: PlacementRow[Key] | undefined } & {
  opening: { -readonly [Key in keyof ComponentAmounts]: bigint };
};
type Fault = RefusalCode | undefined;
type ReadCell = (cell: string, row: Draft, context: PlacementContext) => Fault;

/** Longest texts, in characters. */
const longest = { code: 32, number: 64, name: 100, region: 100, email: 254 } as const;

/** Puts a text into the draft, or answers what is wrong with it. */
function takeText(cell: string, maxSigns: number, take: (text: string) => Fault): Fault {
  const reading = readText(cell, maxSigns);
  return reading.ok ? take(reading.text) : reading.code;
}

function takePastDay(cell: string, { today }: PlacementContext, take: (value: Day) => void): Fault {
  const value = readFileDay(cell);
  if (!value) return cell.trim() === "" ? "date_missing" : "date_invalid";
  if (value > today) return "date_in_future";
  take(value);
  return undefined;
}

function takeAmount(cell: string, { currency }: Draft, take: (amountMinor: bigint) => void): AmountRefusal | undefined {
  const reading = readAmount(cell, currency ?? "CNY");
  if (!reading.ok) return reading.code;
  take(reading.amountMinor);
  return undefined;
}

function component(name: keyof ComponentAmounts): ReadCell {
  return (cell, row) =>
    takeAmount(cell, row, (amountMinor) => {
      row.opening[name] = amountMinor;
    });
}

function readCreditor(cell: string, row: Draft, { creditorCodes, expectedCreditor }: PlacementContext): Fault {
  return takeText(cell, longest.code, (text) => {
    const code = toPlainForm(text).toUpperCase();
    if (!creditorCodes.has(code)) return "creditor_unknown";
    row.creditorCode = code;
    return expectedCreditor === undefined || code === expectedCreditor ? undefined : "creditor_not_expected";
  });
}

function readName(cell: string, row: Draft): Fault {
  return takeText(cell, longest.name, (text) => {
    row.fullName = tidyName(text);
    return nameKey(text) === "" ? "name_missing" : undefined;
  });
}

function readId(cell: string, row: Draft, context: PlacementContext): Fault {
  const reading = readIdNumber(row.idType ?? "cn_resident_id", cell.slice(0, 100), context);
  if (!reading.ok) return reading.refusal;
  row.idNumber = reading.value;
  return undefined;
}

/** A resident ID number carries the birth date: an empty cell is filled from it, another date is a fault. */
function readBirthDate(cell: string, row: Draft, context: PlacementContext): Fault {
  const carried = row.idType === "cn_resident_id" ? birthDateOfResidentId(row.idNumber ?? "") : undefined;
  if (cell.trim() === "") {
    row.birthDate = carried;
    return undefined;
  }
  const fault = takePastDay(cell, context, (value) => {
    row.birthDate = value;
  });
  return fault ?? (carried !== undefined && carried !== row.birthDate ? "id_birth_date_mismatch" : undefined);
}

/** "zh_cn" is "zh-CN"; another language than the portal's two is a fault, not a guess. */
function readLanguage(cell: string, row: Draft): Fault {
  const plain = toPlainForm(cell).trim().replace("_", "-").toLowerCase();
  if (plain === "") return undefined;
  const language = plain === "zh-cn" ? "zh-CN" : plain;
  if (!isLanguage(language)) return "language_unknown";
  row.language = language;
  return undefined;
}

/** A last payment has both a day and an amount, or neither. */
function readLastPayment(cell: string, row: Draft): Fault {
  if (cell.trim() === "") return row.lastPaymentDate ? "last_payment_incomplete" : undefined;
  if (!row.lastPaymentDate) return "last_payment_incomplete";
  return takeAmount(cell, row, (amountMinor) => {
    row.lastPaymentMinor = amountMinor;
  });
}

const readers: Readonly<Record<PlacementColumn, ReadCell>> = {
  creditor_code: readCreditor,
  account_number: (cell, row) =>
    takeText(cell, longest.number, (text) => {
      row.accountNumber = toPlainForm(text);
      row.referenceKey = referenceKey(text);
      return row.referenceKey === "" ? "account_number_missing" : undefined;
    }),
  product_type: (cell, row) => {
    row.productType = productTypes.find((type) => type === cell.trim().toLowerCase());
    return row.productType ? undefined : "product_type_unknown";
  },
  lender_type: (cell, row) => {
    row.lenderType = lenderTypes.find((type) => type === cell.trim().toLowerCase());
    return row.lenderType ? undefined : "lender_type_unknown";
  },
  currency: (cell, row) => {
    const code = toPlainForm(cell).trim().toUpperCase();
    if (!isCurrency(code)) return "currency_unknown";
    row.currency = code;
    return undefined;
  },
  borrower_ref: (cell, row) =>
    takeText(cell, longest.number, (text) => {
      row.borrowerRef = text;
      return undefined;
    }),
  full_name: readName,
  id_type: (cell, row) => {
    const type = cell.trim().toLowerCase();
    if (!isIdType(type)) return "id_type_unknown";
    row.idType = type;
    return undefined;
  },
  id_number: readId,
  birth_date: readBirthDate,
  mobile: (cell, row, context) => {
    if (cell.trim() === "") return undefined;
    row.mobile = readMobile(cell.slice(0, 100), context);
    return row.mobile ? undefined : "mobile_invalid";
  },
  email: (cell, row) => {
    if (cell.trim() === "") return undefined;
    row.email = readEmail(cell.slice(0, 1000));
    return row.email ? undefined : "email_invalid";
  },
  language: readLanguage,
  region: (cell, row) =>
    takeText(cell, longest.region, (text) => {
      row.region = text === "" ? undefined : text;
      return undefined;
    }),
  time_zone: (cell, row) => {
    const zone = cell.trim();
    if (zone === "") return undefined;
    row.timeZone = zone;
    return isTimeZone(zone) ? undefined : "time_zone_unknown";
  },
  contract_date: (cell, row, context) =>
    takePastDay(cell, context, (value) => {
      row.contractDate = value;
    }),
  itemization_date: (cell, row, context) =>
    takePastDay(cell, context, (value) => {
      row.itemizationDate = value;
    }),
  first_unpaid_due_date: (cell, row) => {
    row.firstUnpaidDueDate = readFileDay(cell);
    if (row.firstUnpaidDueDate) return undefined;
    return cell.trim() === "" ? "date_missing" : "date_invalid";
  },
  annual_rate_percent: (cell, row) => {
    const reading = readRate(cell);
    if (!reading.ok) return reading.code;
    row.annualRatePpm = reading.ppm;
    return undefined;
  },
  principal: component("principal"),
  interest: component("interest"),
  penalty_interest: component("penalty_interest"),
  fees: component("fee"),
  costs: component("cost"),
  secured: (cell, row) => {
    row.secured = readYesNo(cell);
    return row.secured === undefined ? "secured_malformed" : undefined;
  },
  last_payment_date: (cell, row, context) =>
    cell.trim() === ""
      ? undefined
      : takePastDay(cell, context, (value) => {
          row.lastPaymentDate = value;
        }),
  last_payment_amount: readLastPayment,
};

/** The account of a row whose cells are in the order of `placementColumns`, or its first fault in that order. */
export function readPlacementRow(
  cells: readonly string[],
  context: PlacementContext,
): Outcome<PlacementRow, RowRefusal> {
  const row: Draft = { opening: { principal: 0n, interest: 0n, penalty_interest: 0n, fee: 0n, cost: 0n } };
  for (const [index, column] of placementColumns.entries()) {
    const code = readers[column](cells[index] ?? "", row, context);
    if (code) return refused({ column, code });
  }
  if (totalOf(row.opening) === 0n) return refused({ column: "principal", code: "nothing_owed" });
  // Every reader has run, so that nothing required is missing any more.
  return done(row as PlacementRow);
}
