// The page for what could not be answered. It says what happened in plain words and nothing about the
// inside: the only trace is a number that support can look up.
import { useT, usePage } from "#app/i18n/use-t.ts";
import { LinkButton } from "./link-button.tsx";
import { Page } from "./page.tsx";
import { Pair } from "./pair.tsx";

type Kind = "notFound" | "notAllowed" | "wrongRequest" | "busy" | "broken";

export function kindOf(status: number): Kind {
  if (status === 404 || status === 410) return "notFound";
  if (status === 403 || status === 401) return "notAllowed";
  if (status === 503 || status === 429) return "busy";
  return status >= 400 && status < 500 ? "wrongRequest" : "broken";
}

export function Failure({ status }: { status: number }) {
  const t = useT();
  const { signedIn, traceId } = usePage();
  const kind = kindOf(status);
  return (
    <Page title={t(`shared.${kind}Title`)}>
      <p>{t(`shared.${kind}Text`)}</p>
      {kind === "broken" && <p>{t("shared.brokenPayment")}</p>}
      {kind !== "notFound" && (
        <p>
          {t("shared.trace")} <code>{traceId}</code>
        </p>
      )}
      <Pair>
        <LinkButton to={signedIn ? "/my" : "/"}>{t("shared.toStart")}</LinkButton>
        <LinkButton to="/help" quiet>
          {t("shared.toHelp")}
        </LinkButton>
      </Pair>
    </Page>
  );
}
