// The agreement in its three states: to be read and signed, signed, or no longer open.
import type { Language } from "#app/i18n/languages.ts";
import { useT } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Lead, MoreLink, Quiet } from "#app/ui/prose.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { AgreementText } from "./agreement.ts";
import { AgreementSheet } from "./agreement-sheet.tsx";

export interface ShownAgreement {
  readonly planId: string;
  readonly reference: string;
  readonly code: string;
  readonly text: AgreementText;
  readonly hash: string;
  readonly fingerprint: string;
  readonly signUntil: string;
  readonly datesMoved: boolean;
  readonly changed: boolean;
  /** Where a signing code goes; undefined where it can go nowhere. */
  readonly contact: string | undefined;
  readonly sendFrom: string | undefined;
  readonly tryFrom: string | undefined;
  readonly signedAt: string | undefined;
  readonly signedLanguage: Language | undefined;
  readonly files: Readonly<Record<Language, string>> | undefined;
}

interface Shown {
  readonly agreement: ShownAgreement;
  /** The language that the page is not in. */
  readonly other: Language;
}

function OtherLanguage({ agreement: { planId }, other }: Shown) {
  const t = useT();
  return <MoreLink to={`/my/plans/${planId}/agreement?lang=${other}`}>{t("agreement.page.other")}</MoreLink>;
}

function SignForm({ agreement }: Pick<Shown, "agreement">) {
  const t = useT();
  const { planId, hash, contact, sendFrom } = agreement;
  if (contact === undefined) {
    return (
      <Notice tone="note" title={t("agreement.page.noContact")}>
        <p>{t("agreement.page.noContactText")}</p>
        <MoreLink to="/verify/help">{t("agreement.page.noContactWay")}</MoreLink>
      </Notice>
    );
  }
  return (
    <form method="post" action={`/my/plans/${planId}/agreement`}>
      <input type="hidden" name="intent" value="code" />
      <input type="hidden" name="hash" value={hash} />
      <p>{t("agreement.page.signNote", { contact })}</p>
      {sendFrom !== undefined && <Quiet>{t("agreement.page.waitSend", { time: sendFrom })}</Quiet>}
      <Button>{t("agreement.page.sign")}</Button>
    </form>
  );
}

export function AgreementToSign({ agreement, other }: Shown) {
  const t = useT();
  const { planId, text, signUntil, changed, datesMoved, reference, fingerprint } = agreement;
  const proposal = `/my/hardship/${planId}`;
  return (
    <Page title={text.title} back={{ to: proposal, label: t("agreement.page.back") }}>
      {changed && (
        <Notice tone="note">
          <p>{t("agreement.page.changed")}</p>
        </Notice>
      )}
      {datesMoved && (
        <Notice tone="note">
          <p>{t("agreement.page.moved")}</p>
        </Notice>
      )}
      <Lead>{t("agreement.page.lead", { day: signUntil })}</Lead>
      <OtherLanguage agreement={agreement} other={other} />
      <AgreementSheet text={text} />
      <Facts
        items={[
          { term: t("agreement.page.number"), value: reference },
          { term: t("agreement.page.fingerprint"), value: <small>{fingerprint}</small> },
        ]}
      />
      <p>
        <Tag status="unsigned">{t("agreement.page.open")}</Tag>
      </p>
      <SignForm agreement={agreement} />
      <h2>{t("agreement.page.notYet")}</h2>
      <p>{t("agreement.page.notYetText")}</p>
      <LinkButton to={proposal} quiet>
        {t("agreement.page.withdraw")}
      </LinkButton>
    </Page>
  );
}

export function AgreementSigned({ agreement, other }: Shown) {
  const t = useT();
  const { planId, text, reference, code, fingerprint, signedAt, signedLanguage, files } = agreement;
  const read = signedLanguage === "en" ? t("agreement.page.english") : t("agreement.page.chinese");
  return (
    <Page title={text.title} back={{ to: `/my/plans/${planId}`, label: t("agreement.page.toPlan") }}>
      <p>
        <Tag status="signed">{t("agreement.page.signed")}</Tag>
      </p>
      <Facts
        items={[
          { term: t("agreement.page.number"), value: reference },
          { term: t("agreement.page.signedAt"), value: signedAt },
          { term: t("agreement.page.signedIn"), value: read },
          { term: t("agreement.page.fingerprint"), value: <small>{fingerprint}</small> },
        ]}
      />
      <Card title={t("agreement.page.documents")}>
        <Rows>
          {files && <Row to={`/my/documents/${files["zh-CN"]}`} title={t("agreement.page.file.zh-CN")} />}
          {files && <Row to={`/my/documents/${files.en}`} title={t("agreement.page.file.en")} />}
          <Row to={`/certificates/${code}`} title={t("agreement.page.check")} />
        </Rows>
      </Card>
      <OtherLanguage agreement={agreement} other={other} />
      <AgreementSheet text={text} />
    </Page>
  );
}

export function AgreementClosed({ planId }: Pick<ShownAgreement, "planId">) {
  const t = useT();
  return (
    <Page title={t("agreement.page.closed")} back={{ to: `/my/hardship/${planId}` }} narrow>
      <p>
        <Tag status="closed">{t("agreement.page.closed")}</Tag>
      </p>
      <p>{t("agreement.page.closedText")}</p>
      <LinkButton to="/my/hardship">{t("agreement.page.again")}</LinkButton>
    </Page>
  );
}
