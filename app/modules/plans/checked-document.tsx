// What the public check says of a document, and of a file that somebody holds.
import { useT } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Lead, Quiet } from "#app/ui/prose.tsx";
import { Tag } from "#app/ui/tag.tsx";

export interface ShownDocument {
  readonly kind: "agreement" | "settled";
  readonly code: string;
  readonly status: "valid" | "withdrawn";
  readonly on: string;
  readonly withdrawnOn: string | undefined;
  readonly lender: string | undefined;
  readonly issuer: string;
  readonly fingerprint: string;
}

interface CheckedProps {
  readonly found: ShownDocument;
  /** What became of a file that was sent. */
  readonly compared: "same" | "altered" | "nothing" | undefined;
}

function Compared({ found, compared }: CheckedProps) {
  const t = useT();
  if (compared === "same") {
    const text =
      found.status === "valid" ? "agreement.certificate.page.same" : "agreement.certificate.page.sameWithdrawn";
    return (
      <Notice>
        <p>
          <Tag status={found.status}>{t(`agreement.certificate.page.${found.status}`)}</Tag> {t(text)}
        </p>
      </Notice>
    );
  }
  if (compared !== "altered") return null;
  return (
    <Notice tone="wrong" title={t("agreement.certificate.page.differs")}>
      <p>
        <Tag tone="note" status="altered">
          {t("agreement.certificate.page.altered")}
        </Tag>{" "}
        {t("agreement.certificate.page.differsText")}
      </p>
    </Notice>
  );
}

function DocumentFacts({ found }: Pick<CheckedProps, "found">) {
  const t = useT();
  const { kind, status, on, withdrawnOn, lender, issuer, fingerprint } = found;
  const dated = kind === "settled" ? "agreement.certificate.page.issuedOn" : "agreement.certificate.page.signedOn";
  return (
    <Facts
      items={[
        {
          term: t("agreement.certificate.page.status"),
          value: (
            <Tag status={status} tone={status === "withdrawn" ? "note" : "calm"}>
              {t(`agreement.certificate.page.${status}`)}
            </Tag>
          ),
        },
        { term: t("agreement.certificate.page.kind"), value: t(`agreement.certificate.page.${kind}`) },
        { term: t("agreement.certificate.page.issuer"), value: issuer },
        ...(lender === undefined ? [] : [{ term: t("agreement.certificate.page.lender"), value: lender }]),
        { term: t(dated), value: on },
        ...(withdrawnOn === undefined
          ? []
          : [{ term: t("agreement.certificate.page.withdrawnOn"), value: withdrawnOn }]),
        { term: t("agreement.certificate.page.fingerprint"), value: <small>{fingerprint}</small> },
      ]}
    />
  );
}

export function CheckedDocumentPage({ found, compared }: CheckedProps) {
  const t = useT();
  const { kind, code, status } = found;
  const missing = compared === "nothing" ? t("agreement.certificate.page.chooseFile") : undefined;
  const ended =
    kind === "settled" ? "agreement.certificate.page.withdrawnText" : "agreement.certificate.page.endedText";
  return (
    <Page title={t("agreement.certificate.page.title")} error={missing !== undefined} narrow>
      <meta name="robots" content="noindex" />
      {missing !== undefined && <ErrorSummary errors={[{ field: "file", message: missing }]} />}
      <Lead>{t("agreement.certificate.page.lead")}</Lead>
      <Compared found={found} compared={compared} />
      <DocumentFacts found={found} />
      {status === "withdrawn" && <p>{t(ended)}</p>}
      <Quiet>{t("agreement.certificate.page.fingerprintHint")}</Quiet>
      <h2>{t("agreement.certificate.page.file")}</h2>
      <form method="post" action={`/certificates/${code}`} encType="multipart/form-data" noValidate>
        <FileField
          name="file"
          label={t("agreement.certificate.page.fileLabel")}
          hint={t("agreement.certificate.page.fileHint")}
          error={missing}
          accept="application/pdf"
          single
        />
        <Button quiet>{t("agreement.certificate.page.compare")}</Button>
      </form>
    </Page>
  );
}

export function UnknownDocument() {
  const t = useT();
  return (
    <Page title={t("agreement.certificate.page.unknownTitle")} narrow>
      <meta name="robots" content="noindex" />
      <p>
        <Tag status="unknown">{t("agreement.certificate.page.unknown")}</Tag>
      </p>
      <p>{t("agreement.certificate.page.unknownText")}</p>
      <LinkButton to="/genuine" quiet>
        {t("agreement.certificate.page.unknownWay")}
      </LinkButton>
    </Page>
  );
}
