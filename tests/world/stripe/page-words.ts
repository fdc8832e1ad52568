// The hosted page's words. Simplified Chinese and English; the second has the keys of the first.

const zh = {
  banner: "这不是 Stripe。这是演示用的替身，不会真的扣款，请勿填写真实卡号。",
  title: "付款",
  other: "English",
  total: "合计",
  how: "付款方式",
  card: "银行卡",
  alipay: "支付宝",
  wechat_pay: "微信支付",
  number: "卡号",
  exp: "有效期（月/年）",
  cvc: "安全码",
  pay: "支付",
  cancel: "取消，返回商户",
  tests: "测试卡号",
  check: "请检查下面的内容",
  badNumber: "请填写完整的测试卡号，例如 4242 4242 4242 4242。",
  badExp: "请按 月/年 填写尚未过期的有效期，例如 12/34。",
  badCvc: "请填写 3 到 4 位安全码。",
  badMethod: "请选择一种付款方式。",
  retry: "这次没有付成，没有扣款。您可以再试一次，或换一种付款方式。",
  bankTitle: "银行验证",
  bankText: "您的银行想确认这笔付款是您本人发起的。",
  complete: "验证通过",
  failBank: "验证失败",
  alipayText: "在支付宝中确认这笔付款。",
  authorise: "确认付款",
  fail: "拒绝付款",
  later: "稍后由银行确认",
  wechatText: "请用微信扫描二维码，然后选择发生了什么。",
  paid: "已付款",
  failed: "付款失败",
  expired: "二维码过期",
  rejected: "被拒绝（不说明原因）",
  back: "返回，换一种方式",
  closedTitle: "此页面已经结束",
  doneText: "这笔付款已经提交，无需再次付款。",
  expiredText: "此付款页面已过期，没有扣款。",
  continue: "继续",
  missingText: "没有找到这个付款页面。",
};

type Words = typeof zh;

const en: Words = {
  banner: "This is not Stripe. It is a stand-in for demonstrations: no money moves. Do not type a real card number.",
  title: "Payment",
  other: "中文",
  total: "Total",
  how: "How to pay",
  card: "Card",
  alipay: "Alipay",
  wechat_pay: "WeChat Pay",
  number: "Card number",
  exp: "Expiry (month/year)",
  cvc: "Security code",
  pay: "Pay",
  cancel: "Cancel and go back",
  tests: "Test numbers",
  check: "Please check the following",
  badNumber: "Enter a whole test number, for example 4242 4242 4242 4242.",
  badExp: "Enter an expiry that is still to come, as month/year, for example 12/34.",
  badCvc: "Enter the 3 or 4 digits of the security code.",
  badMethod: "Choose how to pay.",
  retry: "This did not work and nothing was taken. You can try again or pay another way.",
  bankTitle: "Your bank",
  bankText: "Your bank wants to know that it is you who is paying.",
  complete: "Complete",
  failBank: "Fail",
  alipayText: "Confirm this payment in Alipay.",
  authorise: "Authorise",
  fail: "Refuse",
  later: "The bank confirms later",
  wechatText: "Scan the code with WeChat, then choose what happened.",
  paid: "Paid",
  failed: "Failed",
  expired: "Code expired",
  rejected: "Rejected, without a reason",
  back: "Back, pay another way",
  closedTitle: "This page is closed",
  doneText: "This payment has been handed in. You do not need to pay again.",
  expiredText: "This payment page has expired. Nothing was taken.",
  continue: "Continue",
  missingText: "There is no such payment page.",
};

export type Language = "zh" | "en";
export const WORDS: Record<Language, Words> = { zh, en };

const REASONS: Record<string, Record<Language, string>> = {
  generic_decline: { zh: "银行拒绝了这张卡。", en: "The card was declined." },
  insufficient_funds: { zh: "卡内余额不足。", en: "The card has insufficient funds." },
  lost_card: { zh: "银行拒绝了这张卡。", en: "The card was declined." },
  stolen_card: { zh: "银行拒绝了这张卡。", en: "The card was declined." },
  expired_card: { zh: "这张卡已过期。", en: "The card has expired." },
  incorrect_cvc: { zh: "安全码不正确。", en: "The security code is wrong." },
  processing_error: { zh: "处理时出错，请稍后再试。", en: "Processing failed. Try again shortly." },
  test_mode_live_card: { zh: "这里只接受测试卡号。", en: "Only test numbers are accepted here." },
  payment_intent_authentication_failure: {
    zh: "银行没有通过验证。",
    en: "The bank could not authenticate you.",
  },
  payment_method_provider_decline: {
    zh: "付款方拒绝了这笔付款。",
    en: "The wallet declined the payment.",
  },
  payment_intent_payment_attempt_expired: {
    zh: "没有在规定时间内确认。",
    en: "The payment was not confirmed in time.",
  },
};

export function reasonFor(code: string | undefined, language: Language): string {
  return REASONS[code ?? ""]?.[language] ?? "";
}

/** `?lang=` first, then the session's locale, then what the browser prefers. */
export function chooseLanguage(asked: string | null, locale: string | null, accepted: string | undefined): Language {
  if (asked === "zh" || asked === "en") return asked;
  if (locale?.startsWith("zh")) return "zh";
  if (locale !== null && locale !== "auto") return "en";
  return /^\s*zh/i.test(accepted ?? "") ? "zh" : "en";
}
