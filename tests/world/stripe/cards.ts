// The usual test numbers and what the bank says to each. Any other number is declined, as Stripe
// declines real cards in test mode: nobody should type a real card into a page of ours.

export interface Decline {
  code: "card_declined" | "expired_card" | "incorrect_cvc" | "processing_error";
  declineCode: string;
  message: string;
}

export interface TestCard {
  number: string;
  brand: "visa" | "mastercard" | "unionpay";
  country: string;
  funding: "credit" | "debit";
  authenticate: boolean;
  decline: Decline | null;
}

const DECLINED = "Your card was declined.";

function visa(number: string, decline: Decline | null, authenticate = false): TestCard {
  return { number, brand: "visa", country: "US", funding: "credit", authenticate, decline };
}

function declined(declineCode: string, message = DECLINED): Decline {
  return { code: "card_declined", declineCode, message };
}

const CARDS: TestCard[] = [
  visa("4242424242424242", null),
  { ...visa("5555555555554444", null), brand: "mastercard" },
  { ...visa("6200000000000005", null), brand: "unionpay", country: "CN" },
  { ...visa("4000056655665556", null), funding: "debit" },
  visa("4000000000000002", declined("generic_decline")),
  visa("4000000000009995", declined("insufficient_funds", "Your card has insufficient funds.")),
  visa("4000000000009987", declined("lost_card")),
  visa("4000000000009979", declined("stolen_card")),
  visa("4000000000000069", {
    code: "expired_card",
    declineCode: "expired_card",
    message: "Your card has expired.",
  }),
  visa("4000000000000127", {
    code: "incorrect_cvc",
    declineCode: "incorrect_cvc",
    message: "Your card's security code is incorrect.",
  }),
  visa("4000000000000119", {
    code: "processing_error",
    declineCode: "processing_error",
    message: "An error occurred while processing your card. Try again in a little bit.",
  }),
  visa("4000002500003155", null, true),
  // Authentication passes and the bank declines nevertheless.
  visa("4000008400001629", declined("generic_decline"), true),
];

/** Spaces are how people read a card number to themselves; they are not part of it. */
export function plainNumber(typed: string): string {
  return typed.replaceAll(/[\s-]/g, "");
}

export function readCard(typed: string): TestCard {
  const number = plainNumber(typed);
  const known = CARDS.find((card) => card.number === number);
  if (known) return known;
  return visa(
    "0000000000000000",
    declined("test_mode_live_card", "Your card was declined. Your request was in test mode, but used a non test card."),
  );
}
