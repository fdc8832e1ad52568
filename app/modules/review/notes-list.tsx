// Notes of the staff, on a ground of their own, which says that the borrower is not shown them.
import { formatMoment } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { CaseSection } from "./case-section.tsx";
import styles from "./case.module.css";
import { noteLimit, type CaseNote } from "./notes.ts";

export interface NoteFormProps {
  readonly borrowerId: string;
  /** The case to go back to. */
  readonly caseId?: string | undefined;
  /** The form's own id: sent twice, it is one note. */
  readonly once: string;
  readonly typed?: string | undefined;
  readonly error?: string | undefined;
}

export function NoteForm({ borrowerId, caseId, once, typed, error }: NoteFormProps) {
  const { t } = usePage();
  return (
    <form method="post" action={`/desk/borrowers/${borrowerId}/notes`} noValidate>
      <input type="hidden" name="once" value={once} />
      {caseId !== undefined && <input type="hidden" name="case" value={caseId} />}
      <TextArea
        name="note"
        label={t("cases.notes.label")}
        hint={t("cases.notes.hint")}
        rows={3}
        maxLength={noteLimit}
        value={typed}
        error={error}
      />
      <Button quiet>{t("cases.notes.send")}</Button>
    </form>
  );
}

function NoteItems({ notes, zone }: { notes: readonly CaseNote[]; zone: string }) {
  const { t, language } = usePage();
  if (notes.length === 0) return <p>{t("cases.notes.none")}</p>;
  return (
    <ul className={styles["plain"]}>
      {notes.map(({ id, at, author, text }) => (
        <li key={id}>
          <div className={styles["words"]}>
            <Foreign text={text} />
          </div>
          <small>
            <Foreign text={t("cases.notes.by", { author, moment: formatMoment(at, language, zone) })} />
          </small>
        </li>
      ))}
    </ul>
  );
}

interface NotesProps {
  readonly notes: readonly CaseNote[];
  readonly zone: string;
  /** Undefined for whoever only reads. */
  readonly form: NoteFormProps | undefined;
  /** Where all of them stand; undefined there. */
  readonly all?: string | undefined;
}

export function Notes({ notes, zone, form, all }: NotesProps) {
  const { t } = usePage();
  return (
    <CaseSection
      id="notes"
      title={t("cases.notes.title")}
      aside={<Tag tone="note">{t("cases.notes.private")}</Tag>}
      inside
    >
      {form && <NoteForm {...form} />}
      <NoteItems notes={notes} zone={zone} />
      {all !== undefined && (
        <a className={styles["link"]} href={all}>
          {t("cases.notes.all")}
        </a>
      )}
    </CaseSection>
  );
}
