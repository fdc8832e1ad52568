// Identifiers shaped like Stripe's, so that a column that is too short fails here too.

import { randomBytes } from "node:crypto";

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function randomLetters(length: number): string {
  let letters = "";
  while (letters.length < length) {
    // 248 = 4 × 62: bytes above it would make the first letters likelier.
    for (const byte of randomBytes(length)) {
      if (byte < 248 && letters.length < length) letters += LETTERS[byte % 62];
    }
  }
  return letters;
}

const SHAPES = {
  customer: ["cus_", 14],
  session: ["cs_test_a1", 58],
  lineItem: ["li_1", 23],
  price: ["price_1", 23],
  product: ["prod_", 14],
  paymentIntent: ["pi_3", 23],
  paymentMethod: ["pm_1", 23],
  charge: ["ch_3", 23],
  // A charge that is not by card has the older name "payment".
  payment: ["py_3", 23],
  refund: ["re_3", 23],
  balanceTransaction: ["txn_3", 23],
  event: ["evt_1", 23],
  request: ["req_", 14],
  secret: ["", 25],
  fingerprint: ["", 16],
} as const;

export function makeId(kind: keyof typeof SHAPES): string {
  const [prefix, length] = SHAPES[kind];
  return prefix + randomLetters(length);
}
