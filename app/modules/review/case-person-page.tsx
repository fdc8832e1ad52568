// A person without a case at hand: what they owe in the portfolio, what they proposed and agreed, what was sent to them,
// and what colleagues noted.
import { usePage } from "#app/i18n/use-t.ts";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Accounts, ContactLog, History, Requests } from "./case-accounts.tsx";
import type { CaseAnswer } from "./case-forms.ts";
import type { PersonView } from "./case-view.ts";
import { Who } from "./case-who.tsx";
import styles from "./case.module.css";
import { Notes } from "./notes-list.tsx";
import { Timeline } from "./timeline-list.tsx";

interface PersonPageProps {
  readonly view: PersonView;
  readonly answer: CaseAnswer;
  readonly rights: { readonly unmask: boolean; readonly note: boolean };
  readonly zone: string;
  readonly once: string;
}

export function PersonPage({ view, answer, rights, zone, once }: PersonPageProps) {
  const { t } = usePage();
  const { person } = view;
  const here = `/desk/borrowers/${person.borrowerId}`;
  return (
    <DeskPage
      title={t("cases.personTitle")}
      back={{ to: "/desk", label: t("cases.back") }}
      error={answer.problems.length > 0}
    >
      <ErrorSummary errors={answer.problems} />
      <div className={styles["grid"]}>
        <div>
          <Who person={person} answer={answer} mayUnmask={rights.unmask} />
          <Accounts accounts={view.accounts} inCase={[]} zone={zone} />
        </div>
        <div>
          <History history={view.history} />
          <Requests requests={view.requests} />
          <ContactLog lines={view.contactLog} all={here} zone={zone} />
        </div>
        <div className={styles["log"]}>
          <Notes
            notes={view.notes}
            zone={zone}
            form={rights.note ? { borrowerId: person.borrowerId, once } : undefined}
            all={`${here}/notes`}
          />
          <Timeline page={view.timeline} here={here} zone={zone} />
        </div>
      </div>
    </DeskPage>
  );
}
