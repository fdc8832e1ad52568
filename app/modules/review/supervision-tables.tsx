// What supervision reads as tables, each with the sum of what is shown. People stand in the order of their names.
import { usePage } from "#app/i18n/use-t.ts";
import { DataTable } from "#app/ui/data-table.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Quiet } from "#app/ui/prose.tsx";
import { SupervisionSection, useColleagues, type PersonFigures } from "./supervision-parts.tsx";
import { ShareBar } from "./supervision-picture.tsx";
import type { Supervision } from "./supervision-view.ts";
import { ageGroups, answerKinds, noWork, shareOf, sumWork, type AgeGroup, type WorkCounts } from "./supervision.ts";
import styles from "./supervision.module.css";

const workColumns = ["open", "dueToday", "late", "snoozed", "second", "borrower"] as const;

const sum = (counts: readonly { readonly count: number }[]): number =>
  counts.reduce((total, { count }) => total + count, 0);

export function WorkTable({ work }: Pick<Supervision, "work">) {
  const { t } = usePage();
  const people = useColleagues();
  const cellsOf = (counts: WorkCounts) => workColumns.map((column) => counts[column]);
  const nobody = work.find(({ staffId }) => staffId === null) ?? noWork;
  const rows = people
    .flatMap(({ id, name }) => work.filter(({ staffId }) => staffId === id).map((counts) => ({ name, counts })))
    .map(({ name, counts }) => [<Foreign key="name" text={name} />, ...cellsOf(counts)]);
  return (
    <SupervisionSection title={t("supervision.work.title")}>
      <DataTable
        caption={t("supervision.work.caption")}
        head={[
          t("supervision.person"),
          ...workColumns.map((column) => ({ label: t(`supervision.work.${column}`), numeric: true })),
        ]}
        rows={[...rows, [t("supervision.work.nobody"), ...cellsOf(nobody)]]}
        foot={[t("supervision.total"), ...cellsOf(sumWork(work))]}
      />
    </SupervisionSection>
  );
}

interface CountedProps {
  readonly caption: string;
  readonly label: string;
  readonly counts: Readonly<Record<AgeGroup, number>>;
}

function CountedByAge({ caption, label, counts }: CountedProps) {
  const { t } = usePage();
  const total = ageGroups.reduce((all, group) => all + counts[group], 0);
  const shown = (part: number) => (
    <span className={styles["share"]}>
      <ShareBar part={part} whole={total} />
      <span>{t("supervision.percent", { share: shareOf(part, total) ?? 0 })}</span>
    </span>
  );
  return (
    <DataTable
      caption={caption}
      head={[label, { label: t("supervision.count"), numeric: true }, { label: t("supervision.share"), numeric: true }]}
      rows={ageGroups.map((group) => [t(`supervision.age.${group}`), counts[group], shown(counts[group])])}
      foot={[t("supervision.total"), total, ""]}
    />
  );
}

export function AgeTable({ ages }: Pick<Supervision, "ages">) {
  const { t } = usePage();
  return (
    <SupervisionSection title={t("supervision.age.title")}>
      <CountedByAge caption={t("supervision.age.caption")} label={t("supervision.age.group")} counts={ages} />
    </SupervisionSection>
  );
}

export function TimesTable({ times }: Pick<Supervision, "times">) {
  const { t } = usePage();
  const { count, inTime, medianHours, byWorkingDays, newestOnly } = times;
  const share = shareOf(inTime, count);
  if (share === undefined || medianHours === undefined) {
    return (
      <SupervisionSection title={t("supervision.times.title")}>
        <p>{t("supervision.none")}</p>
      </SupervisionSection>
    );
  }
  return (
    <SupervisionSection title={t("supervision.times.title")}>
      <Facts
        items={[
          { term: t("supervision.times.inTime"), value: t("supervision.times.inTimeValue", { inTime, count, share }) },
          {
            term: t("supervision.times.median"),
            value: t("supervision.times.medianValue", { hours: medianHours.toFixed(1) }),
          },
        ]}
      />
      <CountedByAge
        caption={t("supervision.times.caption")}
        label={t("supervision.times.group")}
        counts={byWorkingDays}
      />
      <Quiet>
        {t("supervision.times.hours")} {newestOnly && t("supervision.times.newest", { count })}
      </Quiet>
    </SupervisionSection>
  );
}

export function AnswersTable({ answers }: Pick<Supervision, "answers">) {
  const { t } = usePage();
  const people = useColleagues(answers.map(({ staffId }) => staffId));
  const cellsOf = (of: readonly PersonFigures[]) => [
    ...answerKinds.map((kind) => sum(of.filter((each) => each.kind === kind))),
    sum(of),
  ];
  return (
    <SupervisionSection title={t("supervision.mix.title")}>
      {answers.length === 0 ? (
        <p>{t("supervision.none")}</p>
      ) : (
        <DataTable
          caption={t("supervision.mix.caption")}
          head={[
            t("supervision.person"),
            ...answerKinds.map((kind) => ({ label: t(`supervision.mix.${kind}`), numeric: true })),
            { label: t("supervision.total"), numeric: true },
          ]}
          rows={people.map(({ id, name }) => [
            <Foreign key="name" text={name} />,
            ...cellsOf(answers.filter(({ staffId }) => staffId === id)),
          ])}
          foot={[t("supervision.total"), ...cellsOf(answers)]}
        />
      )}
    </SupervisionSection>
  );
}

const outcomes = ["approved", "returned", "withdrawn", "lapsed"] as const;

export function SecondsTable({ seconds }: Pick<Supervision, "seconds">) {
  const { t } = usePage();
  const cellsOf = (of: Supervision["seconds"]) => [
    sum(of.filter(({ outcome }) => outcome === null)),
    ...outcomes.map((outcome) => sum(of.filter((each) => each.outcome === outcome))),
    sum(of),
  ];
  return (
    <SupervisionSection title={t("supervision.second.title")}>
      {seconds.length === 0 ? (
        <p>{t("supervision.none")}</p>
      ) : (
        <DataTable
          caption={t("supervision.second.caption")}
          head={[
            t("supervision.second.what"),
            { label: t("supervision.second.waiting"), numeric: true },
            ...outcomes.map((outcome) => ({ label: t(`supervision.second.${outcome}`), numeric: true })),
            { label: t("supervision.total"), numeric: true },
          ]}
          rows={(["answer", "export"] as const).map((kind) => [
            t(`supervision.second.${kind}`),
            ...cellsOf(seconds.filter((each) => each.kind === kind)),
          ])}
          foot={[t("supervision.total"), ...cellsOf(seconds)]}
        />
      )}
    </SupervisionSection>
  );
}
