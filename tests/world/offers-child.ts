// Prints one hash over the offers of many households, from a process whose time zone and language are its own.
import { createHash } from "node:crypto";
import { listOffers } from "#app/modules/hardship/offers.ts";
import { quoteOption } from "#app/modules/hardship/quote.ts";
import { encodeQuote } from "#app/modules/hardship/terms-codec.ts";
import { drawFacts, drawFrom, drawTerms } from "./households.ts";

const hash = createHash("sha256");
for (let seed = 0; seed < Number(process.argv[2]); seed += 1) {
  const draw = drawFrom(seed);
  const facts = drawFacts(draw);
  const wished = quoteOption(facts, drawTerms(draw, facts));
  hash.update(JSON.stringify(wished.ok ? encodeQuote(wished.value) : wished.refusal.kind));
  for (const { kind, fit, ask, quote } of listOffers(facts))
    hash.update(JSON.stringify([kind, fit, ask, encodeQuote(quote)]));
}
process.stdout.write(`${new Date(0).getTimezoneOffset()} ${hash.digest("hex")}`);
