// Colleagues of the demo: somebody for each role, two where it takes two. None of them exists.
import type { StaffRole } from "#app/kernel/permissions.ts";
import type { Language } from "#app/i18n/languages.ts";

export interface DemoStaff {
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  /** All creditors where it does not say. */
  readonly creditors?: readonly string[];
  readonly language: Language;
}

export const demoStaff: readonly DemoStaff[] = [
  { name: "韩雪", email: "han.xue@desk.example", role: "agent", language: "zh-CN" },
  {
    name: "Tom Ellis",
    email: "tom.ellis@desk.example",
    role: "agent",
    creditors: ["BJCF", "LANTERN"],
    language: "en",
  },
  { name: "顾清", email: "gu.qing@desk.example", role: "senior_agent", language: "zh-CN" },
  { name: "Maria Lind", email: "maria.lind@desk.example", role: "senior_agent", language: "en" },
  { name: "彭帆", email: "peng.fan@desk.example", role: "finance", language: "zh-CN" },
  { name: "Ruth Marlow", email: "ruth.marlow@desk.example", role: "finance_lead", language: "en" },
  { name: "姚远", email: "yao.yuan@desk.example", role: "operator", language: "zh-CN" },
  { name: "Ellen Voss", email: "ellen.voss@desk.example", role: "auditor", language: "en" },
];

/** Waits for whoever tries the demo, to set up a sign-in of their own. */
export const demoGuest: DemoStaff = {
  name: "您 · You",
  email: "you@desk.example",
  role: "operator",
  creditors: [],
  language: "zh-CN",
};
