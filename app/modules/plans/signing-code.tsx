// The last step of signing: the code, with what it signs in three lines above it.
import { useT } from "#app/i18n/use-t.ts";
import { useFieldErrors } from "#app/modules/identity/field-errors.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Field } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Quiet } from "#app/ui/prose.tsx";
import { Said } from "#app/ui/said.tsx";
import type { ShownAgreement } from "./agreement-pages.tsx";

interface SigningCodeProps {
  readonly agreement: ShownAgreement;
  readonly answer:
    | { readonly errors: Readonly<Record<string, string | undefined>>; readonly value: string | undefined }
    | undefined;
}

export function SigningCode({ agreement, answer }: SigningCodeProps) {
  const t = useT();
  const { planId, hash, text, reference, contact = "", sendFrom, tryFrom } = agreement;
  const errors = useFieldErrors(answer?.errors, tryFrom);
  const here = `/my/plans/${planId}/agreement`;
  const total = text.cost.rows.find(({ key }) => key === "total");
  const [first, last] = [text.schedule.rows[0], text.schedule.rows.at(-1)];
  return (
    <Page
      title={t("agreement.code.title")}
      back={{ to: here, label: t("agreement.code.back") }}
      error={errors.summary.length > 0}
      narrow
    >
      <ErrorSummary errors={errors.summary} />
      <p>{t("agreement.code.sent", { contact })}</p>
      <Facts
        items={[
          { term: text.title, value: reference },
          ...(total ? [{ term: t("agreement.code.total"), value: <Said text={total.value} /> }] : []),
          ...(first ? [{ term: t("agreement.code.first"), value: first[1] }] : []),
          ...(last ? [{ term: t("agreement.code.last"), value: last[1] }] : []),
        ]}
      />
      {tryFrom !== undefined && errors.summary.length === 0 && (
        <Notice tone="note">
          <p>{t("agreement.code.waitBefore", { time: tryFrom })}</p>
        </Notice>
      )}
      <form method="post" action={`${here}?step=code`}>
        <input type="hidden" name="intent" value="sign" />
        <input type="hidden" name="hash" value={hash} />
        <Field
          name="code"
          label={t("agreement.code.label")}
          hint={t("agreement.code.hint")}
          error={errors.of("code")}
          value={answer?.value}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={40}
          size={12}
        />
        <p>{t("agreement.code.means")}</p>
        <Button>{t("agreement.code.submit")}</Button>
      </form>
      <h2>{t("identity.code.otherWays")}</h2>
      <form method="post" action={here}>
        <input type="hidden" name="intent" value="code" />
        <input type="hidden" name="hash" value={hash} />
        {sendFrom !== undefined && <Quiet>{t("agreement.page.waitSend", { time: sendFrom })}</Quiet>}
        <Button quiet>{t("agreement.code.resend")}</Button>
      </form>
    </Page>
  );
}
