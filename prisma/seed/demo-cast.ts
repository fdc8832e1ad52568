// The people of the demo, one for each situation; the same for everybody who tries it and for the journeys. None of
// them exists: region code 990001 and mobile prefix 154 are assigned to nobody. Their accounts are in
// demo-placements.csv and come in through the same door as any creditor's file.
import type { Language } from "#app/i18n/languages.ts";

export type DemoSituation =
  | "one-debt"
  | "two-creditors"
  | "card"
  | "english"
  | "large-old"
  | "nearly-paid"
  | "disagrees"
  | "email-only"
  | "no-contact"
  | "rare-name"
  | "urumqi"
  | "on-plan"
  | "behind"
  | "waiting"
  | "settling";

export interface DemoPerson {
  readonly key: DemoSituation;
  readonly situation: Readonly<Record<Language, string>>;
  readonly fullName: string;
  /** The first of the person's accounts. */
  readonly accountNumber: string;
  readonly idLast6: string;
  readonly language: Language;
}

export const demoCast: readonly DemoPerson[] = [
  {
    key: "one-debt",
    situation: { "zh-CN": "一笔新账户", en: "one new debt" },
    fullName: "林小雨",
    accountNumber: "BJCF-D0000001",
    idLast6: "18311X",
    language: "zh-CN",
  },
  {
    key: "two-creditors",
    situation: { "zh-CN": "两家机构的账户", en: "debts with two creditors" },
    fullName: "周大江",
    accountNumber: "RIVER-D0000002",
    idLast6: "022135",
    language: "zh-CN",
  },
  {
    key: "card",
    situation: { "zh-CN": "信用卡账户", en: "a credit card" },
    fullName: "沈静怡",
    accountNumber: "HXCARD-D0000004",
    idLast6: "25424X",
    language: "zh-CN",
  },
  {
    key: "english",
    situation: { "zh-CN": "英文界面，护照", en: "English, with a passport" },
    fullName: "Nora Hayes",
    accountNumber: "RIVER-D0000005",
    idLast6: "017253",
    language: "en",
  },
  {
    key: "large-old",
    situation: { "zh-CN": "金额较大、时间较久", en: "a large old debt" },
    fullName: "何国栋",
    accountNumber: "HXCARD-D0000006",
    idLast6: "305177",
    language: "zh-CN",
  },
  {
    key: "nearly-paid",
    situation: { "zh-CN": "只剩最后一点", en: "nearly paid off" },
    fullName: "苏晓梅",
    accountNumber: "BJCF-D0000007",
    idLast6: "096284",
    language: "zh-CN",
  },
  {
    key: "disagrees",
    situation: { "zh-CN": "对金额有异议", en: "does not agree with an amount" },
    fullName: "马志强",
    accountNumber: "LANTERN-D0000008",
    idLast6: "037358",
    language: "zh-CN",
  },
  {
    key: "email-only",
    situation: { "zh-CN": "只留了邮箱", en: "e-mail only" },
    fullName: "唐一诺",
    accountNumber: "BJCF-D0000009",
    idLast6: "168429",
    language: "zh-CN",
  },
  {
    key: "no-contact",
    situation: { "zh-CN": "没有联系方式", en: "no contact on file" },
    fullName: "邓福来",
    accountNumber: "RIVER-D0000010",
    idLast6: "279592",
    language: "zh-CN",
  },
  {
    key: "rare-name",
    situation: { "zh-CN": "姓名有生僻字", en: "a name with a rare character" },
    fullName: "陈𠮷𤭢",
    accountNumber: "HXCARD-D0000011",
    idLast6: "080663",
    language: "zh-CN",
  },
  {
    key: "urumqi",
    situation: { "zh-CN": "在乌鲁木齐", en: "in Urumqi, two hours later" },
    fullName: "阿依努尔·买买提",
    accountNumber: "LANTERN-D0000012",
    idLast6: "221872",
    language: "zh-CN",
  },
  {
    key: "on-plan",
    situation: { "zh-CN": "按方案还款中", en: "on a plan" },
    fullName: "方若兰",
    accountNumber: "BJCF-D0000013",
    idLast6: "214724",
    language: "zh-CN",
  },
  {
    key: "behind",
    situation: { "zh-CN": "方案有一期没付", en: "behind on a plan" },
    fullName: "罗建平",
    accountNumber: "LANTERN-D0000014",
    idLast6: "145532",
    language: "zh-CN",
  },
  {
    key: "waiting",
    situation: { "zh-CN": "方案在等人答复", en: "a person reads the proposal" },
    fullName: "Daniel Cole",
    accountNumber: "RIVER-D0000015",
    idLast6: "106041",
    language: "en",
  },
  {
    key: "settling",
    situation: { "zh-CN": "想一次结清", en: "offers a lump sum" },
    fullName: "袁向东",
    accountNumber: "HXCARD-D0000016",
    idLast6: "17271X",
    language: "zh-CN",
  },
];
