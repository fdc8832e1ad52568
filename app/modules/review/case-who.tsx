// Whom the case is about, masked, with the one way to see a thing in full: for a reason, once, on record.
import { usePage } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Ticks } from "#app/ui/ticks.tsx";
import { CareMarks } from "./care-marks.tsx";
import { problemOf, type CaseAnswer } from "./case-forms.ts";
import { CaseSection } from "./case-section.tsx";
import type { CasePerson } from "./case-view.ts";
import styles from "./case.module.css";
import { unmaskFields, unmaskReasons, type Unmasked } from "./unmask.ts";

function NameSigns({ signs }: { signs: CasePerson["nameSigns"] }) {
  const { t } = usePage();
  if (signs.length === 0) return null;
  return (
    <Notice tone="note" title={t("cases.who.signs")}>
      <ul>
        {signs.map((sign) => (
          <li key={sign} data-name-sign={sign}>
            {t(`cases.who.sign.${sign}`)}
          </li>
        ))}
      </ul>
      <p>{t("cases.who.signsNote")}</p>
    </Notice>
  );
}

function Contact({ contact: { channel, value, stopped } }: { contact: CasePerson["contacts"][number] }) {
  const { t } = usePage();
  return (
    <div>
      <small>{t(`cases.who.${channel}`)}</small> {stopped ? t("cases.who.stopped", { contact: value }) : value}
    </div>
  );
}

function Shown({ unmasked: { field, values } }: { unmasked: Unmasked }) {
  const { t } = usePage();
  return (
    <output className={styles["shown"]} data-unmasked={field}>
      <small>{t("cases.unmask.shown", { field: t(`cases.unmask.fields.${field}`) })}</small>
      {values.length === 0 && <div>{t("cases.unmask.none")}</div>}
      {values.map((value) => (
        <div key={value}>
          <Foreign text={value} />
        </div>
      ))}
    </output>
  );
}

function UnmaskForm({ answer }: { answer: CaseAnswer }) {
  const { t } = usePage();
  const errors = { field: problemOf(answer, "field"), reason: problemOf(answer, "reason") };
  const open = errors.field !== undefined || errors.reason !== undefined;
  return (
    <details className={styles["fold"]} open={open}>
      <summary>{t("cases.unmask.open")}</summary>
      <form method="post" noValidate>
        <p>{t("cases.unmask.lead")}</p>
        <Ticks
          name="field"
          legend={t("cases.unmask.field")}
          type="radio"
          error={errors.field}
          values={[answer.typed["field"] ?? ""]}
          options={unmaskFields.map((value) => ({ value, label: t(`cases.unmask.fields.${value}`) }))}
        />
        <Ticks
          name="reason"
          legend={t("cases.unmask.reason")}
          type="radio"
          error={errors.reason}
          values={[answer.typed["reason"] ?? ""]}
          options={unmaskReasons.map((value) => ({ value, label: t(`cases.unmask.reasons.${value}`) }))}
        />
        <Button name="intent" value="unmask" quiet>
          {t("cases.unmask.send")}
        </Button>
      </form>
    </details>
  );
}

interface WhoProps {
  readonly person: CasePerson;
  readonly answer: CaseAnswer;
  readonly mayUnmask: boolean;
  /** On the person's own page there is no link to it. */
  readonly linked?: boolean | undefined;
}

export function Who({ person, answer, mayUnmask, linked }: WhoProps) {
  const { t } = usePage();
  const { borrowerId, contacts, marks } = person;
  const here = `/desk/borrowers/${borrowerId}`;
  return (
    <CaseSection
      id="who"
      title={t("cases.who.title")}
      aside={
        linked && (
          <a className={styles["link"]} href={here}>
            {t("cases.who.person")}
          </a>
        )
      }
    >
      <NameSigns signs={person.nameSigns} />
      <CareMarks marks={marks} />
      <Facts
        items={[
          { term: t("cases.who.name"), value: <Foreign text={person.name} /> },
          { term: t("cases.who.idNumber"), value: person.idNumber },
          { term: t("cases.who.language"), value: t(`cases.who.languages.${person.language}`) },
          { term: t("cases.who.region"), value: <Foreign text={person.region} /> },
        ]}
      />
      {contacts.map((contact) => (
        <Contact key={contact.id} contact={contact} />
      ))}
      {contacts.length === 0 && <div>{t("cases.who.noContact")}</div>}
      {answer.unmasked && <Shown unmasked={answer.unmasked} />}
      {mayUnmask && <UnmaskForm answer={answer} />}
      <a className={styles["link"]} href={`${here}/care`}>
        {t("cases.who.care")}
      </a>
    </CaseSection>
  );
}
