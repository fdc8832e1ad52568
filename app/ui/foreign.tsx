import { revealUnseen } from "#app/kernel/foreign-text.ts";

/** Words that somebody else wrote, on a page for staff: apart from the line around them, with nothing hidden in them. */
export function Foreign({ text }: { text: string }) {
  return <bdi>{revealUnseen(text)}</bdi>;
}
