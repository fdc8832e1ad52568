// What every request to a person ends with, and how one that is under way is shown.
import type { ReactNode } from "react";
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Catalogue } from "#app/i18n/zh/catalogue.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { Card } from "#app/ui/card.tsx";
import type { FieldError } from "#app/ui/error-summary.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Page } from "#app/ui/page.tsx";

export interface OpenRequest {
  readonly reference: string;
  readonly answerBy: Day;
  readonly openedOn: Day;
}

type ErrorKey = `accounts.error.${keyof Catalogue["accounts"]["error"]}`;

/** The faults of a form in words: for a box, and as the summary on top. */
export function useRequestErrors(errors: Readonly<Record<string, string | undefined>> = {}): {
  readonly of: (field: string) => string | undefined;
  readonly summary: readonly FieldError[];
} {
  const { t } = usePage();
  const summary = Object.entries(errors).flatMap(([field, key]) =>
    key === undefined ? [] : [{ field, message: t(key as ErrorKey) }],
  );
  return { of: (field) => summary.find((error) => error.field === field)?.message, summary };
}

interface RequestReceivedProps {
  readonly title: string;
  readonly request: OpenRequest;
  /** What follows for the account, as list items. */
  readonly children: ReactNode;
  readonly back: { readonly to: string; readonly label: string };
}

export function RequestReceived({ title, request, children, back }: RequestReceivedProps) {
  const { t, language } = usePage();
  const answerBy = formatDay(request.answerBy, language);
  return (
    <Page title={title} narrow>
      <Card>
        <Facts
          items={[
            { term: t("accounts.case.reference"), value: request.reference },
            { term: t("accounts.case.openedOn"), value: formatDay(request.openedOn, language) },
            { term: t("accounts.case.answerBy"), value: answerBy },
          ]}
        />
        <p>{t("accounts.case.keep")}</p>
      </Card>
      <Card title={t("accounts.case.next")}>
        <ul>
          <li>{t("accounts.case.read", { day: answerBy })}</li>
          {children}
          <li>{t("accounts.case.human")}</li>
        </ul>
      </Card>
      <LinkButton to={back.to}>{back.label}</LinkButton>
    </Page>
  );
}
