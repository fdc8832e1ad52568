// How an account is called on the pages of a payment: enough to tell it from one's others, and the legal name of
// whoever the money is for.
import type { Currency } from "#app/kernel/money.ts";
import { lastSigns, type ProductType } from "#app/modules/accounts/accounts.ts";
import type { App } from "#app/platform/app.server.ts";
import { type CreditorSettings, creditorByCode } from "#app/platform/settings.server.ts";
import { type DebtRow, currencyOfDebt } from "./payable.server.ts";

export interface NamedAccount {
  readonly id: string;
  readonly productType: ProductType;
  readonly lastSigns: string;
  readonly currency: Currency;
  readonly creditor: Pick<CreditorSettings, "legalName" | "phone" | "email">;
}

export function nameAccount(app: App, debt: DebtRow): NamedAccount {
  const creditor = creditorByCode(app.settings, debt.creditorCode);
  if (!creditor) throw new TypeError("the creditor of an account is not in the settings");
  return {
    id: debt.id,
    productType: debt.productType as ProductType,
    lastSigns: lastSigns(debt.accountNumber),
    currency: currencyOfDebt(debt),
    creditor: { legalName: creditor.legalName, phone: creditor.phone, email: creditor.email },
  };
}
