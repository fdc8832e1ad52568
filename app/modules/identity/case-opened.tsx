// The end of a request: its reference, what happens next with a date, and how to keep a copy.
import { useT } from "#app/i18n/use-t.ts";
import { Facts } from "#app/ui/facts.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";

interface CaseOpenedProps {
  reference: string;
  /** As a written day. */
  answerBy: string;
}

export function CaseOpened({ reference, answerBy }: CaseOpenedProps) {
  const t = useT();
  return (
    <>
      <Facts
        items={[
          { term: t("identity.case.reference"), value: reference },
          { term: t("identity.case.answerBy"), value: answerBy },
        ]}
      />
      <p>{t("identity.case.referenceNote")}</p>
      <p>{t("identity.case.print")}</p>
      <LinkButton to="/" quiet>
        {t("identity.case.home")}
      </LinkButton>
    </>
  );
}
