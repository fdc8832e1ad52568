export const decisions = {
  // 为什么暂时不能接受
  reason: {
    term_too_long: "还款时间比债权人目前能接受的长。",
    first_date_too_late: "第一次还款的日期比较晚。",
    below_budget: "每期金额比适合您收支情况的低不少。",
    above_budget: "每期金额比较高，可能会影响您的基本生活。",
    reduction_not_agreed: "债权人目前不同意减免这一部分。",
    information_missing: "我们还不够了解您的收支情况。",
    account_in_question: "其中一个账户的金额还在核对。",
  },
  // 什么样的方案可以接受
  wouldAccept: {
    term_too_long: "可以接受：在更短的时间内还清的方案。",
    first_date_too_late: "可以接受：第一次还款早一些，金额小一些也可以。",
    below_budget: "可以接受：每期金额更接近“适合您收支情况”的方案。",
    above_budget: "可以接受：每期金额低一些，或先暂停一段时间。",
    reduction_not_agreed: "可以接受：不减免这一部分，分期慢慢还。",
    information_missing: "可以接受：补充收支情况后，同样的方案。",
    account_in_question: "可以接受：金额核对清楚后，再提出方案。",
  },
  // 工作人员的问题
  question: {
    income_proof: "能否提供一份收入的说明？照片或文件都可以。",
    income_change: "您预计收入什么时候会有变化？",
    spending_detail: "能否说说金额较大的支出是什么？",
    household: "家里有几个人靠这份收入生活？",
    other_debts: "您现在每月还要还其他款项吗？大约多少？",
    amount_possible: "您觉得每月还多少比较稳妥？",
    first_date: "您最早哪一天可以第一次还款？",
    reason_detail: "能否简单说说最近发生了什么？只说您愿意说的。",
  },
};
