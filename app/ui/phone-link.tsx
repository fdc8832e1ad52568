/** A number that a phone can dial; never in the middle of a sentence that a reminder could quote. */
export function PhoneLink({ phone }: { phone: string }) {
  return <a href={`tel:${phone.replace(/[^\d+]/g, "")}`}>{phone}</a>;
}
