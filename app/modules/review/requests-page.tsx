// A request as whoever answers it reads it: what was written, the account with its hold, what happened so far.
import { formatDay, formatMoment } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { dataRequests, disputeReasons } from "#app/modules/accounts/requests.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Card } from "#app/ui/card.tsx";
import { Facts, type Fact } from "#app/ui/facts.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { CaseAccount } from "./case-view.ts";
import { codedDetails, type RequestForDesk } from "./requests.ts";
import styles from "./requests.module.css";

type Detail = RequestForDesk["details"][number];

/** A code of ours in words; anything else as it was written. */
function Written({ name, text }: Detail) {
  const { t } = usePage();
  const reason = disputeReasons.find((code) => code === text);
  const wish = dataRequests.find((code) => code === text);
  if (name === "reason" && reason) return t(`accounts.dispute.reasons.${reason}`);
  if (name === "request" && wish) return t(`accounts.data.requests.${wish}`);
  if (name === "channel" && (text === "sms" || text === "email")) return t(`requests.page.channel.${text}`);
  return (
    <span className={styles["quote"]}>
      <Foreign text={text} />
    </span>
  );
}

export function WrittenCard({ details }: Pick<RequestForDesk, "details">) {
  const { t } = usePage();
  const own = details.some(({ name }) => !codedDetails.has(name));
  return (
    <Card title={t("requests.page.written")}>
      <Facts
        items={details.map((detail) => ({
          term: t(`requests.page.field.${detail.name}`),
          value: <Written {...detail} />,
        }))}
      />
      {!own && <p>{t("requests.page.nothing")}</p>}
    </Card>
  );
}

function Hold({ since }: { readonly since: Day | undefined }) {
  const { t, language } = usePage();
  if (since === undefined) return <>{t("requests.page.notHeld")}</>;
  return (
    <>
      <Tag tone="note" status="held">
        {t("requests.page.heldSince", { day: formatDay(since, language) })}
      </Tag>
      <div>{t("requests.page.heldEffect")}</div>
    </>
  );
}

export interface FactsCardProps {
  readonly request: Pick<RequestForDesk, "openedOn" | "answerBy" | "language" | "holder" | "status" | "asked">;
  readonly account: (CaseAccount & { readonly creditor: string; readonly heldSince: Day | undefined }) | undefined;
}

export function FactsCard({ request, account }: FactsCardProps) {
  const { t, language } = usePage();
  const { openedOn, answerBy, status, asked, holder } = request;
  const said = t(request.language === "en" ? "queue.language.en" : "queue.language.zh-CN");
  const items: Fact[] = [
    { term: t("requests.page.openedOn"), value: formatDay(openedOn, language) },
    ...(status === "closed" ? [] : [{ term: t("requests.page.answerBy"), value: formatDay(answerBy, language) }]),
    { term: t("requests.page.language"), value: said },
    ...(holder === undefined ? [] : [{ term: t("requests.page.holder"), value: <Foreign text={holder} /> }]),
    ...(asked === undefined ? [] : [{ term: t("requests.page.ask"), value: t(`requests.question.${asked}`) }]),
    ...(account
      ? [
          { term: t("requests.page.account"), value: `${account.creditor} · ${nameAccount(t, account)}` },
          {
            term: t("requests.page.balance"),
            value: <Amount minor={account.balanceMinor} currency={account.currency} name="balance" />,
          },
          { term: t("requests.page.hold"), value: <Hold since={account.heldSince} /> },
        ]
      : []),
  ];
  return (
    <Card title={t("requests.page.facts")}>
      <Facts items={items} />
    </Card>
  );
}

interface HistoryProps extends Pick<RequestForDesk, "events" | "earlier"> {
  readonly timeZone: string;
}

export function HistoryCard({ events, earlier, timeZone }: HistoryProps) {
  const { t, language } = usePage();
  return (
    <>
      <Card title={t("requests.page.history")}>
        <Facts
          items={events.map(({ what, at }) => ({
            term: formatMoment(at, language, timeZone),
            value: t(`requests.page.event.${what}`),
          }))}
        />
      </Card>
      {earlier.length > 0 && (
        <Card title={t("requests.page.earlier")}>
          <Rows>
            {earlier.map(({ id, reference, kind, status, outcome, openedOn }) => (
              <Row
                key={id}
                to={`/desk/disputes/${id}`}
                title={reference}
                note={`${t(`requests.kind.${kind}`)} · ${formatDay(openedOn, language)}`}
                tag={
                  <Tag status={status}>
                    {outcome === undefined ? t(`requests.status.${status}`) : t(`requests.outcome.${outcome}`)}
                  </Tag>
                }
              />
            ))}
          </Rows>
        </Card>
      )}
    </>
  );
}
