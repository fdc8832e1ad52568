import type { genuine as zh } from "../zh/genuine.ts";

export const genuine = {
  title: "How to check that this site is genuine",
  lead: "It is right to be suspicious of a message. A few minutes of checking lose you nothing. Until you are sure, you need not fill in anything.",
  quick: "The safest way: use no number and no link from the message. Look them up yourself.",
  step: {
    address: {
      title: "Look at the address",
      text: "This site’s address is {{host}}, with no word before it and no extra letter. Type it yourself rather than tapping a link from a stranger.",
    },
    call: {
      title: "Call a number that you found yourself",
      text: "Take the number from your loan agreement, the creditor’s own site or a branch. Ask whether they have appointed {{operator}}.\nThe number published on our own site {{website}} is {{phone}} ({{hours}}). Go on only when both agree.",
    },
    message: {
      title: "Compare the message with ours",
      text: "Our text messages begin with 【{{signature}}】. They say that a service notice waits for you, or they give you a code.\nThey hold no amount, no creditor, no payment link and no name of yours. A message with any of these is not from us.",
    },
    pay: {
      title: "Look once more before you pay",
      text: "You pay only on the payment provider’s own page. Before it, you see the payee’s legal name and the amount. If the payee is a person, stop.",
    },
  },
  neverTitle: "If any of these happens, it is not us",
  never: {
    password: "someone asks for a card or payment password, or has you read out a code",
    transfer: "someone asks you to pay into a personal or “safe” account, or to scan a code in a chat",
    fee: "you are asked for a deposit or a fee before anyone will talk or reduce anything",
    screen: "you are asked to install an app, share your screen or hand over your phone",
    threat: "someone threatens arrest, a visit or telling your family, or will not let you hang up",
    loan: "someone urges you to borrow new money to pay the old",
  },
  factsTitle: "Who we are",
  fact: {
    name: "Legal name",
    registration: "Registration",
    address: "Address",
    website: "Website",
    phone: "Phone",
    email: "Email",
  },
  alreadyTitle: "Have you sent money or told someone a password?",
  already:
    "Call the number on the back of your bank card now and ask them to stop it. Then tell the police. Keep the chat and the transfer records. It is not your fault, and it is better not to wait.",
  tell: "If someone uses our name, please tell us too: {{email}}.",
  start: "I have checked. Start",
} satisfies typeof zh;
