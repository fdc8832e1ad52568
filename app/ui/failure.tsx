// The page for what could not be answered. It says what happened in plain words and nothing about the
// inside: the only trace is a number that support can look up. The server's own bare pages use the same words.
import { usePage } from "#app/i18n/use-t.ts";
import { DeskPage } from "./desk-page.tsx";
import { LinkButton } from "./link-button.tsx";
import { Page } from "./page.tsx";
import { Pair } from "./pair.tsx";

export type FailureKind = "elsewhere" | "missing" | "tooLarge" | "busy" | "broken" | "unreadable";

export function kindOfFailure(status: number): FailureKind {
  if (status === 404 || status === 410) return "missing";
  if (status === 403) return "elsewhere";
  if (status === 413) return "tooLarge";
  if (status === 503 || status === 429) return "busy";
  return status >= 400 && status < 500 ? "unreadable" : "broken";
}

/** Whoever is signed in as staff meets a 403 only where the role has no such permission. */
function StaffFailure({ missing }: { missing: boolean }) {
  const { t } = usePage();
  return (
    <DeskPage title={t(missing ? "desk.refused.missing" : "desk.refused.title")} narrow>
      <p>{t(missing ? "desk.refused.missingText" : "desk.refused.text")}</p>
      <LinkButton to="/staff">{t("desk.refused.home")}</LinkButton>
    </DeskPage>
  );
}

export function Failure({ status }: { status: number }) {
  const { t, signedIn, staff, traceId } = usePage();
  const kind = kindOfFailure(status);
  if (staff && (kind === "missing" || kind === "elsewhere")) return <StaffFailure missing={kind === "missing"} />;
  return (
    <Page title={t(`problems.${kind}.title`)}>
      <p>{t(`problems.${kind}.text`)}</p>
      {kind === "broken" && <p>{t("shared.brokenPayment")}</p>}
      {kind !== "missing" && <p>{t("problems.reference", { traceId })}</p>}
      <Pair>
        <LinkButton to={signedIn ? "/my" : "/"}>{signedIn ? t("shared.toMy") : t("problems.home")}</LinkButton>
        <LinkButton to="/help" quiet>
          {t("problems.help")}
        </LinkButton>
      </Pair>
    </Page>
  );
}
