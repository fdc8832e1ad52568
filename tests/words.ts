// What the words of both catalogues are held to: the table of words to avoid, short sentences, Chinese typography.
// Each check answers the faults that it finds in one text, so that a test can plant one.

export type Lint = (text: string) => string[];

/** Each with what to say instead. */
const avoidedChinese: Readonly<Record<string, string>> = {
  欠款人: "您",
  债务人: "您",
  老赖: "您",
  失信: "说明事实",
  催收: "还款提醒",
  逾期: "有一期尚未付清",
  违约: "本期未按计划完成",
  拒不还款: "本期未按计划完成",
  立即还清: "您可以在…前选择一种方式",
  最后警告: "您可以在…前选择一种方式",
  驳回: "暂时不能接受",
  后果自负: "可能的影响",
  影响子女: "可能的影响",
  将上门: "可能的影响",
  非法: "请填写…",
  无效: "请填写…",
};

const avoidedEnglish: Readonly<Record<string, string>> = {
  debtor: "you",
  delinquen: "you",
  defaulter: "you",
  overdue: "this payment was due on",
  arrears: "this payment was due on",
  fail: "we could not",
  reject: "we cannot agree yet",
  demand: "please … by",
  "final notice": "please … by",
  must: "you can, please",
  afford: "what works with your budget",
  oops: "say what happened",
};

const placeholder = /\{\{[^}]*\}\}/g;
const han = "\\p{Script=Han}";

function found(text: string, pattern: RegExp, why: string): string[] {
  return [...text.matchAll(pattern)].map(([piece]) => `“${piece}”: ${why}`);
}

function tooLong(text: string, sentenceEnd: RegExp, limit: number, count: (sentence: string) => number): string[] {
  return text
    .split(sentenceEnd)
    .map((sentence) => ({ sentence: sentence.trim(), length: count(sentence) }))
    .filter(({ length }) => length > limit)
    .map(({ sentence, length }) => `${length} is more than ${limit}: “${sentence}”`);
}

const both: Record<string, Lint> = {
  "no exclamation marks": (text) => found(text, /[!！]/gu, "say it calmly"),
  "no emoji": (text) => found(text, /\p{Extended_Pictographic}/gu, "say it in words"),
};

export const chineseLints: Record<string, Lint> = {
  ...both,
  "words to avoid": (text) =>
    Object.entries(avoidedChinese).flatMap(([word, instead]) => (text.includes(word) ? [`“${word}”: ${instead}`] : [])),
  "short sentences": (text) =>
    tooLong(
      text,
      /[。？；\n]/u,
      40,
      (sentence) => Array.from(sentence.replace(placeholder, "").replace(/[\p{P}\s]/gu, "")).length,
    ),
  "full-width punctuation": (text) =>
    found(
      text.replace(placeholder, "国"),
      new RegExp(`${han}[,;:?()"'.]|[,;:?()"'](?=${han})`, "gu"),
      "punctuation beside Han is full-width",
    ),
  "no typed space beside Han": (text) =>
    found(
      text.replace(placeholder, "0"),
      new RegExp(`${han} +[\\p{Script=Latin}\\d]|[\\p{Script=Latin}\\d] +${han}`, "gu"),
      "the browser spaces Han and Latin",
    ),
};

export const englishLints: Record<string, Lint> = {
  ...both,
  "words to avoid": (text) =>
    Object.entries(avoidedEnglish).flatMap(([word, instead]) =>
      found(text, new RegExp(`\\b${word}\\w*`, "giu"), instead),
    ),
  "short sentences": (text) =>
    tooLong(
      text,
      /[.?;](?:\s|$)|\n/u,
      25,
      (sentence) => sentence.split(/\s+/).filter((word) => /[\p{L}\d{]/u.test(word)).length,
    ),
};

/** Of each check, a text that it has to refuse. */
export const planted: Readonly<Record<"zh" | "en", Readonly<Record<string, string>>>> = {
  zh: {
    "no exclamation marks": "谢谢！",
    "no emoji": "付款完成🎉",
    "words to avoid": "您的申请被驳回。",
    "short sentences": `${"我们会仔细阅读您写下的每一句话，".repeat(4)}再答复您。`,
    "full-width punctuation": "请填写姓名,再继续。",
    "no typed space beside Han": "共 {{count}} 个账户",
  },
  en: {
    "no exclamation marks": "Thank you!",
    "no emoji": "Done 🎉",
    "words to avoid": "Your payment failed.",
    "short sentences": `${"We read it and ".repeat(8)}answer.`,
  },
};
