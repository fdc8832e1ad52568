// What somebody added, what became of each file, and how to take it back.
import { usePage } from "#app/i18n/use-t.ts";
import { formatDay } from "#app/i18n/format.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { MoreLink } from "#app/ui/prose.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { EvidenceView } from "./evidence.ts";
import { saySize } from "./evidence-words.ts";
import styles from "./evidence-list.module.css";

interface EvidenceListProps {
  readonly here: string;
  readonly papers: readonly EvidenceView[];
  /** Whether they can still be removed. */
  readonly open: boolean;
}

function PaperItem({ here, paper, open }: { here: string; paper: EvidenceView; open: boolean }) {
  const { t, language } = usePage();
  const { id, kind, status, problem } = paper;
  const name = paper.name === "" ? t("evidence.unnamed") : paper.name;
  const day = formatDay(paper.addedOn, language);
  return (
    <li className={styles["paper"]}>
      <div className={styles["about"]}>
        {/* A name is somebody's own text: it keeps its direction to itself. */}
        <bdi>{status === "ready" ? <a href={`${here}/${id}`}>{name}</a> : name}</bdi>{" "}
        <Tag status={status} tone={status === "refused" ? "note" : "calm"}>
          {t(`evidence.status.${status}`)}
        </Tag>
        <p className={styles["note"]}>
          {t("evidence.facts", { kind: t(`evidence.kinds.${kind}`), size: saySize(t, paper.size), day })}
        </p>
        {problem !== undefined && <p>{t(`evidence.problem.${problem}`)}</p>}
      </div>
      {open && (
        <form method="post" action={here}>
          <Button quiet name="remove" value={id}>
            <span>
              {t("evidence.remove")}
              <span className={styles["unseen"]}> {name}</span>
            </span>
          </Button>
        </form>
      )}
    </li>
  );
}

export function EvidenceList({ here, papers, open }: EvidenceListProps) {
  const { t } = usePage();
  if (papers.length === 0) return null;
  const waiting = papers.some(({ status }) => status === "received" || status === "checking");
  return (
    <Card title={t("evidence.list")} id="papers">
      <ul className={styles["list"]}>
        {papers.map((paper) => (
          <PaperItem key={paper.id} here={here} paper={paper} open={open} />
        ))}
      </ul>
      {waiting && (
        <p>
          {t("evidence.look")} <MoreLink to={here}>{t("evidence.refresh")}</MoreLink>
        </p>
      )}
    </Card>
  );
}
