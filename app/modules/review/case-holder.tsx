// Who has the case, said first so that two people do not work on one; and the ways to answer it, for whoever has it.
import { formatMoment } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { may } from "#app/kernel/permissions.ts";
import { Foreign } from "#app/ui/foreign.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { CaseView } from "./case-view.ts";
import styles from "./case.module.css";
import { WorkItemControls, type ItemControls } from "./queue-controls.tsx";

/** Whether there is anything for this reader to do about holding it. */
function isUseful({ holder, mayClaim, colleagues }: ItemControls): boolean {
  return holder?.mine === true || (!holder && mayClaim) || colleagues.length > 0;
}

interface HolderProps {
  readonly view: CaseView;
  readonly zone: string;
  readonly controls: ItemControls | undefined;
}

export function Holder({ view: { work, proposal }, zone, controls }: HolderProps) {
  const { t, language } = usePage();
  const { item, decidedBy } = work;
  const holder = item?.holder;
  const shown = controls && isUseful(controls) ? controls : undefined;
  return (
    <div className={styles["holder"]} data-holder={holder ? (holder.self ? "self" : "other") : "none"}>
      <p>
        {item && <Tag status={item.stage}>{t(`cases.holder.stage.${item.stage}`)}</Tag>}{" "}
        {item?.level === "senior" && <Tag tone="note">{t("cases.holder.senior")}</Tag>}{" "}
        {!item && t("cases.holder.done")}
        {item && !holder && !shown && t("cases.holder.none")}
        {holder?.self === false && !shown && (
          <Foreign
            text={t("cases.holder.other", {
              name: holder.name,
              since: formatMoment(holder.since, language, zone),
            })}
          />
        )}{" "}
        {decidedBy !== undefined && <Foreign text={t("cases.holder.decidedBy", { name: decidedBy })} />}{" "}
        <small>{t("cases.holder.version", { version: proposal.version })}</small>
      </p>
      {shown && <WorkItemControls item={shown} />}
    </div>
  );
}

const answers = [
  ["approve", "/decide?answer=approve", undefined],
  ["counter", "/counter", "c"],
  ["ask", "/decide?answer=ask", undefined],
  ["decline", "/decide?answer=decline", undefined],
  ["escalate", "/decide#escalate", undefined],
] as const;

/** What takes more than the budget has is not the first of them. */
export function AnswerLinks({ view: { proposal, work, rules } }: { view: CaseView }) {
  const { t, staff } = usePage();
  const here = `/desk/cases/${proposal.id}`;
  if (work.item?.stage === "second") {
    return (
      <div className={styles["acts"]}>
        <LinkButton to={`${here}/second`}>{t("cases.action.second")}</LinkButton>
      </div>
    );
  }
  if (proposal.status !== "in_review" || work.item?.holder?.self !== true) return null;
  const isTooMuch = rules.some(({ rule, verdict }) => rule.startsWith("above_budget") && verdict === "ask");
  const first = isTooMuch ? "counter" : "approve";
  const isSenior = staff !== undefined && may(staff.role, "case.second");
  return (
    <nav className={styles["acts"]} aria-label={t("cases.action.label")}>
      {answers
        .filter(([answer]) => answer !== "escalate" || !isSenior)
        .map(([answer, to, key]) => (
          <LinkButton key={answer} to={here + to} quiet={answer !== first} hotkey={key}>
            {t(`cases.action.${answer}`)}
            {key !== undefined && <kbd aria-hidden="true">{key}</kbd>}
          </LinkButton>
        ))}
    </nav>
  );
}
