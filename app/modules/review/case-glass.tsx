// What somebody sees of a case that is not theirs: who has it, how to take it, and how to open it all the same, with a
// reason. Nothing of the person stands here.
import { usePage } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { DeskKeys } from "#app/ui/desk-keys.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { RadioGroup } from "#app/ui/radio-group.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { problemOf, type CaseAnswer } from "./case-forms.ts";
import { glassMinutes, glassNoteLimit, glassReasons } from "./case-glass.ts";

export interface ClosedShown {
  readonly holder: string | undefined;
  /** A case that nobody has can be taken; a person cannot. */
  readonly claimable: boolean;
  readonly mayBreak: boolean;
  readonly once: string;
}

function GlassForm({ once, answer }: { once: string; answer: CaseAnswer }) {
  const { t } = usePage();
  return (
    <Card title={t("cases.glass.open")}>
      <form method="post" noValidate>
        <input type="hidden" name="once" value={once} />
        <p>{t("cases.glass.lead", { minutes: glassMinutes })}</p>
        <RadioGroup
          name="glassReason"
          legend={t("cases.glass.reason")}
          value={answer.typed["glassReason"]}
          error={problemOf(answer, "glassReason")}
          options={glassReasons.map((value) => ({ value, label: t(`cases.glass.reasons.${value}`) }))}
        />
        <TextArea
          name="glassNote"
          label={t("cases.glass.note")}
          hint={t("cases.glass.noteHint")}
          rows={3}
          maxLength={glassNoteLimit}
          value={answer.typed["glassNote"]}
          error={problemOf(answer, "glassNote")}
        />
        <Button name="intent" value="break_glass">
          {t("cases.glass.send")}
        </Button>
      </form>
    </Card>
  );
}

export function ClosedCase({ closed, answer }: { closed: ClosedShown; answer: CaseAnswer }) {
  const { t } = usePage();
  const { holder, claimable, mayBreak, once } = closed;
  return (
    <DeskPage
      title={t("cases.glass.title")}
      back={{ to: "/desk", label: t("cases.back") }}
      error={answer.problems.length > 0}
      narrow
    >
      <ErrorSummary errors={answer.problems} />
      <p data-holder={holder === undefined ? "none" : "other"}>
        {holder === undefined ? (
          t(claimable ? "cases.glass.nobody" : "cases.glass.person")
        ) : (
          <Foreign text={t("cases.glass.heldBy", { name: holder })} />
        )}
      </p>
      {claimable && (
        <form method="post">
          <p>{t("cases.glass.claimNote")}</p>
          <Button name="intent" value="claim" quiet={false} hotkey="a">
            {t("cases.action.claim")}
          </Button>
        </form>
      )}
      {mayBreak ? <GlassForm once={once} answer={answer} /> : <p>{t("cases.glass.only")}</p>}
      {claimable && <DeskKeys keys={["claim"]} />}
    </DeskPage>
  );
}
