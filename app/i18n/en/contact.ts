import type { contact as zh } from "../zh/contact.ts";

export const contact = {
  message: {
    signature: "【{{signature}}】",
    code: "Your code is {{code}}. It works for 10 minutes. Do not share it with anyone.",
    contactCheck:
      "Your confirmation code is {{code}}. It works for 10 minutes. Once you enter it, we stop writing here.",
    signingCode:
      "Your signing code is {{code}}. It works for 10 minutes and only signs the document you just read. Do not share it.",
    receipt: "Your receipt is ready. Please open our website yourself and sign in to see it.",
    notice: "You have a service notice. Please open our website yourself and sign in to read it.",
    contactChanged: "One of your contact details changed. If this was not you, please reach us through our website.",
    codeSubject: "Your code",
    subject: "Service notice",
    emailFoot:
      "{{signature}}\nWe never ask for a card PIN or for a transfer to a private account. To check, call {{phone}}.",
  },
  inbox: {
    title: "Demo inbox",
    lead: "In the demo, texts and e-mails are written here and sent to nobody. The newest is on top.",
    newest: "Newest messages",
    empty: "No messages yet.",
    sms: "Text",
    email: "E-mail",
    refresh: "Refresh",
  },
} satisfies typeof zh;
