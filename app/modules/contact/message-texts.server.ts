// The words that leave the house. They hold no debt, creditor, amount or name, and no link: whoever reads over a
// shoulder learns that somebody has a service notice, and nobody is taught to follow links from messages.
import type { Language } from "#app/i18n/languages.ts";
import { translator } from "#app/i18n/i18n.ts";
import type { Settings } from "#app/platform/settings.server.ts";
import type { Channel } from "./contact.ts";

/** Which words, and what may be put into them: nothing but a code. */
export type Letter =
  | { readonly template: "code" | "contact_check" | "signing_code"; readonly code: string }
  | { readonly template: "receipt" | "notice" | "contact_changed" };

export interface WrittenLetter {
  /** Of an e-mail only. */
  readonly subject: string;
  readonly text: string;
}

export function writeLetter(letter: Letter, channel: Channel, language: Language, settings: Settings): WrittenLetter {
  const t = translator(language);
  const values = { signature: settings.operator.smsSignature[language], code: "code" in letter ? letter.code : "" };
  const words = {
    code: t("contact.message.code", values),
    contact_check: t("contact.message.contactCheck", values),
    signing_code: t("contact.message.signingCode", values),
    receipt: t("contact.message.receipt", values),
    notice: t("contact.message.notice", values),
    contact_changed: t("contact.message.contactChanged", values),
  }[letter.template];
  if (channel === "sms") return { subject: "", text: `${t("contact.message.signature", values)}${words}` };
  const foot = t("contact.message.emailFoot", { ...values, phone: settings.operator.phone });
  const subject = "code" in letter ? t("contact.message.codeSubject", values) : t("contact.message.subject", values);
  return { subject, text: `${words}\n\n${foot}\n` };
}
