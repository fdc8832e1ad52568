// Whether what is offered is better for the borrower than what was proposed, or at least no harder in anything. Pure.
// In doubt it answers no: then the borrower is asked, and nothing binds without a yes.
import type { Quote } from "./options.ts";

/** No date earlier, no instalment higher, nothing dearer, nothing more left over. */
export function isBetterForBorrower(offer: Quote, proposed: Quote): boolean {
  if (offer.currency !== proposed.currency || offer.balanceMinor > proposed.balanceMinor) return false;
  const highest = proposed.instalments.reduce((most, { amountMinor }) => (amountMinor > most ? amountMinor : most), 0n);
  const noHarder = offer.instalments.every(({ dueOn, amountMinor }, index) => {
    const before = proposed.instalments[index];
    // Beyond the proposed ones: later anyway, and not higher than what was thought bearable.
    return before ? dueOn >= before.dueOn && amountMinor <= before.amountMinor : amountMinor <= highest;
  });
  return (
    noHarder &&
    offer.totalMinor + offer.leftMinor <= proposed.totalMinor + proposed.leftMinor &&
    offer.totalMinor <= proposed.totalMinor &&
    offer.leftMinor <= proposed.leftMinor &&
    offer.costMinor <= proposed.costMinor
  );
}
