// A letter as it is read: on the borrower's page under its title, in the desk's preview inside a card, on paper alone.
import type { CaseLetter } from "#app/modules/identity/case-letters.ts";
import { Facts } from "#app/ui/facts.tsx";

interface LetterProps {
  readonly letter: CaseLetter;
  /** The level of the headings inside. */
  readonly level?: 2 | 3;
  /** Of a code that goes by post: shown once. */
  readonly code?: { readonly title: string; readonly digits: string; readonly how: string } | undefined;
}

export function LetterBody({ letter, level = 2, code }: LetterProps) {
  const Title = level === 2 ? "h2" : "h3";
  const { greeting, said, parts, facts, foot } = letter;
  return (
    <>
      <p>{greeting}</p>
      <p>{said}</p>
      {code && (
        <section>
          <Title>{code.title}</Title>
          <p>
            <b data-code="posted">{code.digits}</b>
          </p>
          <p>{code.how}</p>
        </section>
      )}
      {parts.map(({ title, lines, list }) => (
        <section key={title}>
          <Title>{title}</Title>
          {list ? (
            <ul>
              {lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          ) : (
            lines.map((line) => <p key={line}>{line}</p>)
          )}
        </section>
      ))}
      <Facts items={facts} />
      {foot.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </>
  );
}
