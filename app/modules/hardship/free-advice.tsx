// Who gives advice for nothing, as rows that can be touched.
import { usePage } from "#app/i18n/use-t.ts";
import type { Language } from "#app/i18n/languages.ts";
import { Card } from "#app/ui/card.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";

export interface Adviser {
  readonly name: string;
  readonly phone: string | undefined;
  readonly url: string | undefined;
  readonly hours: string | undefined;
}

type Words = Readonly<Record<Language, string>>;

/** As the operator's settings name them, in one language. */
export function inWords(
  advisers: readonly {
    readonly name: Words;
    readonly phone?: string | undefined;
    readonly url?: string | undefined;
    readonly hours?: Words | undefined;
  }[],
  language: Language,
): Adviser[] {
  return advisers.map(({ name, phone, url, hours }) => ({
    name: name[language],
    phone,
    url,
    hours: hours?.[language],
  }));
}

export function FreeAdvice({ advisers }: { advisers: readonly Adviser[] }) {
  const { t } = usePage();
  return (
    <Card title={t("options.advice.title")}>
      <p>{t("options.advice.lead")}</p>
      <Rows>
        {advisers.map(({ name, phone, url, hours }) => (
          <Row key={name} title={name} to={phone === undefined ? url : `tel:${phone}`} note={hours} />
        ))}
      </Rows>
    </Card>
  );
}
