import type { help as zh } from "../zh/help.ts";

export const help = {
  title: "Help",
  lead: "These are the questions people ask most. You can read this page without signing in, and it leaves no trace on any account.",
  contents: "On this page",
  group: {
    first: "You have just had a message",
    hard: "Things are difficult now",
    pay: "Paying",
    wrong: "Something is not right",
    next: "What happens next",
    safe: "Safety and privacy",
  },
  first: {
    why: {
      q: "Why did I get your message?",
      a: "An organisation has asked us to show its customers their accounts and to take repayments. It gave us your contact details.\nOur messages hold no details, so that nobody else can read them. Please sign in to look.",
    },
    trust: {
      q: "How do I know that this is not a scam?",
      a: "Please check first, and fill in things later. One page tells you how, and what we never do.",
    },
    signIn: {
      q: "What do I need to sign in?",
      a: "You do not need to register. You need your account number or invitation code, your name, and the last 6 characters of your ID number. Then enter the code that we send to your phone or email.\nThe code lasts 10 minutes and works once. Only you can see your accounts.",
    },
    noCode: {
      q: "No code arrives, or I have a new number. What now?",
      a: "Please wait a minute and look among your blocked messages. If nothing comes, there is another way: a person will look at your request.",
    },
    notMe: {
      q: "I am not the person you are looking for. What now?",
      a: "Please tell us. We stop all messages to that number or address. You need no ID, and we do not ask whether you know the person.",
    },
  },
  hard: {
    cannot: {
      q: "I cannot pay this month. What can I do?",
      a: "Food, housing, health and children’s schooling come first. Please do not borrow to pay us.\nSign in and tell us how things are. You can pay less, pay later, or talk first.\nYou can look at everything without paying. No page asks for money first.",
    },
    options: {
      q: "What can be arranged?",
      a: "Instalments, lower payments now and higher ones later, a pause, or a request to waive interest or fees.\nIt depends on the account and your situation. If we cannot agree, we say why, and what we could agree to.",
    },
    who: {
      q: "Who decides? Can a machine turn me down?",
      a: "No. A person reads and answers every request. You can ask for the reasons, and for another person to look again.",
    },
    limit: {
      q: "Does a proposal affect my rights?",
      a: "It can, so we say it first. Paying a part, proposing a plan or asking for more time may restart the limitation period by law.\nWhere that period has already ended, you may lose the right to rely on it. If you are unsure, get free advice first. Just looking has no such effect.",
    },
    health: {
      q: "I am ill, or I feel very low",
      a: "Your health matters most, and the account can wait. A free support line is listed below, and you can say anything there.\nIf you like, tell us in your account that you need special care. You decide how much to say, and we ask for no proof.",
    },
  },
  pay: {
    part: {
      q: "Can I pay only a part?",
      a: "Yes. You can pay everything, the part that is due if there is one, or another amount. Before you confirm, you see what it pays off first and what is left.",
    },
    ways: {
      q: "How do I pay safely?",
      a: "Sign in and pay from your account page. Card, Alipay and WeChat Pay all happen on the payment provider’s own page. We never see your card number.\nPlease never pay into a personal account, or scan a code that someone sent you.",
    },
    auto: { q: "Will money be taken automatically?", a: "No. You confirm each payment yourself." },
    cost: { q: "Is there a fee for paying?", a: "No. You pay the amount on the page and nothing more." },
    after: {
      q: "I have paid. Why is the balance the same?",
      a: "The payment provider usually confirms within minutes, and a few ways take longer. The page then says “Processing”. Please do not pay again meanwhile.\nOnce confirmed, the balance changes and you can read, print and download a receipt.",
    },
    twice: {
      q: "A payment did not go through, or I paid twice",
      a: "Please look at the payment first. If it was not completed, try another card or another way.\nWhat the account could not take is still yours. It is kept in your name, and a person contacts you to pay it back.",
    },
  },
  wrong: {
    amount: {
      q: "I think an amount is not right",
      a: "Your account page shows principal, interest and each fee, and where every entry comes from. If you still disagree, say so there.\nWhile a person checks, we send no reminders, and that account bears no interest. The answer names its grounds.",
    },
    notMine: {
      q: "I never borrowed this money",
      a: "Please say so on the account page: choose “This is not my account”. If someone used your identity, report it to the police too and keep the receipt. You need not pay while we check.",
    },
    paid: {
      q: "I have already paid it off",
      a: "Please say so on the account page, with roughly when and how. Proof helps, but you can do it without: we ask the creditor.",
    },
    complain: {
      q: "I want to complain",
      a: "Write to us: what happened, and what you would like. If our answer does not satisfy you, turn to the creditor or the regulator. Free numbers are below.",
    },
  },
  next: {
    nothing: {
      q: "What happens if I do nothing?",
      a: "The account runs on as the contract says. Its page shows the rates and the day they are counted to. Any reminder comes within set hours, and few are allowed.\nThe creditor may report to the credit register or go to court, as the law allows. We do not decide that. A court writes to you itself.",
    },
    jail: {
      q: "Can I go to prison? Will someone come to my door?",
      a: "Being unable to repay for now is a civil matter. We never come to your door, and nobody may arrest you for it.\nIf someone threatens you, hang up and check who they are. If a real court letter comes, please do not ignore it. Free advice helps.",
    },
    credit: {
      q: "Does it affect my credit record?",
      a: "The creditor reports to the register by law, and we cannot promise dates for it. If a record is wrong, object to the creditor or the register. They have 20 days to answer.",
    },
    interest: {
      q: "Does the interest keep growing?",
      a: "Your account page shows the rate of each part and the day it is counted to. Anything above the legal cap is not charged. You can ask for a pause in interest, without paying first.",
    },
    settled: {
      q: "Do I get proof once it is paid off?",
      a: "Once the money has arrived, your account page says that it is settled. Every payment has a receipt, and you can download a statement. For a settlement certificate, please ask the creditor.",
    },
  },
  safe: {
    family: {
      q: "Will my family or employer find out?",
      a: "Not from us. We do not contact your family, friends or employer. We collect no address book and no emergency contacts.",
    },
    helper: {
      q: "May family or a friend help me?",
      a: "Someone you trust can sit beside you and look with you. Please give your code to nobody, even if they say they are from us.",
    },
    shared: {
      q: "I share my phone with others",
      a: "When you are done, choose “Sign out” at the top. After 15 minutes without use you are signed out anyway. Our messages say nothing about any account.",
    },
    stop: {
      q: "Can I stop the text messages?",
      a: "Yes. Tell us by e-mail, letter or phone, and that number gets no more reminders. You can still sign in and pay at any time.\nCodes come only when somebody asks for one on this site.",
    },
    data: {
      q: "What do you know about me?",
      a: "One page tells you what we hold, why, and for how long. It also says how to see, correct and delete it.",
    },
  },
  more: {
    genuine: "How to check that this site is genuine",
    verifyHelp: "Another way to show who you are",
    notMe: "I am not this person",
    advice: "Free advice",
    contact: "Contact us",
    privacy: "Your data",
  },
  adviceTitle: "Free advice",
  adviceText: "These organisations do not belong to us and cost nothing. You need not tell them an account number.",
  contactTitle: "Contact us",
  contactText: "A call is never the only way: whatever a page offers, you can do without the phone.",
  contactPhone: "Phone",
  contactHours: "Hours",
  contactEmail: "Email",
  contactPost: "Address",
} satisfies typeof zh;
