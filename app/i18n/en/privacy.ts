import type { privacy as zh } from "../zh/privacy.ts";

export const privacy = {
  title: "Your data",
  lead: "We use only what this service needs. This page says what we hold, why, for how long, and what you can ask of us.",
  whoTitle: "Who is responsible",
  who: "{{operator}} is responsible for this data. Creditors appoint it to show their customers their accounts and take repayments.",
  fact: { name: "Legal name", address: "Address", contact: "Contact for personal data" },
  whatTitle: "What, why, and for how long",
  tableCaption: "The data that we handle",
  column: { what: "Data", why: "Why", long: "Kept" },
  row: {
    identity: {
      what: "Name, ID number, phone, email",
      why: "to know who you are and to notify you; given by the creditor under your agreement",
      long: "as long as the account records",
    },
    account: {
      what: "Accounts, balances, rates and entries",
      why: "so that you can see and repay; needed for the agreement",
      long: "5 years after the last activity",
    },
    payment: {
      what: "Amount, time and way of payments, last 4 digits of a card",
      why: "bookkeeping and receipts; a legal duty",
      long: "5 years after the last activity",
    },
    contact: {
      what: "Messages that we sent and what you wrote",
      why: "to answer you, and to show that we kept the contact rules",
      long: "5 years after the last activity",
    },
    hardship: {
      what: "What you tell us about your situation, such as health: only if you write it",
      why: "to find what works with you; you decide what to write",
      long: "5 years after the last activity, or until you ask us to delete it",
    },
    security: {
      what: "Time of sign-ins; the network address only as a code that cannot be turned back",
      why: "to keep others out of your account; a duty of security",
      long: "the network address 11 days; the time as long as the account records",
    },
  },
  notTitle: "What we do not collect",
  not: "We collect no address book, emergency contacts, location, photos or faces. There are no adverts and no third-party statistics, and we sell nothing to anyone.",
  shareTitle: "Who can see it",
  share: {
    creditor: "The creditor: only the accounts that it placed with us",
    provider: "The payment provider: what a payment needs; you type card numbers on its page only",
    carrier: "Carriers of text messages and email: your address and a notice without account details",
    staff: "Our staff: only what the task needs, and each look is recorded",
    law: "Courts and authorities: only where the law asks for it",
  },
  abroad:
    "The payment provider may process what a payment needs outside mainland China. To learn where other data is kept, please ask the contact above.",
  guardTitle: "How it is protected",
  guard:
    "ID numbers, birth dates and phone numbers are encrypted, and pages show them only in part. Codes sent to a phone or email end after 10 minutes, and an idle page signs out after 15.",
  rightsTitle: "Your rights",
  rights: {
    see: "see and copy your data",
    mend: "correct or complete it",
    drop: "ask for deletion; what the law has us keep is stored and no longer used",
    withdraw: "withdraw consent; you can still see your accounts and pay",
    explain: "ask how data is used and why something was decided, and have a person look again",
  },
  rightsHow:
    "Signed in, ask under “What data we hold about you”. Without signing in, write to {{email}}. We answer within 30 days, free of charge.",
  rightsMore: "If our answer does not satisfy you, you can turn to the data protection authority or to a court.",
  autoTitle: "Automatic decisions",
  auto: "No system decides on a request of yours. A person reads each one, decides, and gives reasons.",
  cookieTitle: "Cookies",
  cookie:
    "There are two, both our own. One keeps you signed in, for 2 hours at most. After that it only tells us for up to 180 days that you have signed in with this browser before. One remembers your language, for a year.",
  changeTitle: "Changes to this page",
  change: "This page says what applies now. Where new consent is needed, we ask for it first.",
} satisfies typeof zh;
