// Both catalogues are loaded at the start and live on the server only; a page is rendered in one of them.
// A missing key is a type error: the second catalogue satisfies the first.
import i18next, { type TFunction } from "i18next";
import { en } from "./en/catalogue.ts";
import { zh, type Catalogue } from "./zh/catalogue.ts";
import type { Language } from "./languages.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: { app: Catalogue };
    returnNull: false;
  }
}

const instance = i18next.createInstance();
void instance.init({
  initAsync: false,
  lng: "zh-CN",
  fallbackLng: false,
  defaultNS: "app",
  ns: ["app"],
  resources: { "zh-CN": { app: zh }, en: { app: en } },
  // React escapes what it renders, and messages are plain text.
  interpolation: { escapeValue: false },
  returnNull: false,
});

export type T = TFunction<"app">;

const fixed: Record<Language, T> = { "zh-CN": instance.getFixedT("zh-CN"), en: instance.getFixedT("en") };

export function translator(language: Language): T {
  return fixed[language];
}
