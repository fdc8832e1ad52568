// Messages, and the demo's inbox. No debt, creditor, amount or name in any message.
export const contact = {
  message: {
    signature: "【{{signature}}】",
    code: "您的验证码是{{code}}，10分钟内有效。请勿告诉任何人。",
    contactCheck: "您的确认码是{{code}}，10分钟内有效。填写后，我们不再向这里发送消息。",
    signingCode: "您的签署验证码是{{code}}，10分钟内有效，只用于签署您刚才看的文件。请勿告诉任何人。",
    receipt: "您的凭证已备好，请从官网自行登录查看。",
    notice: "您有一条服务通知，请从官网自行登录查看。",
    contactChanged: "您的联系方式有一项变更。如非本人操作，请从官网与我们联系。",
    codeSubject: "验证码",
    subject: "服务通知",
    emailFoot: "{{signature}}\n我们不会索要银行卡密码，也不会要求向个人账户转账。核实请致电 {{phone}}。",
  },
  inbox: {
    title: "演示收件箱",
    lead: "演示中，短信和邮件都写到这里，不会发给任何人。最新的在最上面。",
    newest: "最新的消息",
    empty: "还没有消息。",
    sms: "短信",
    email: "邮件",
    refresh: "刷新",
  },
};
