// One's own access on one page: who one is here, what the role may do, the ways to sign in, and where one is signed in.
import { languages } from "#app/i18n/languages.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { StaffAction, StaffRole } from "#app/kernel/permissions.ts";
import type { WordedErrors } from "#app/modules/identity/field-errors.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Quiet } from "#app/ui/prose.tsx";
import { Select } from "#app/ui/select.tsx";
import { Tag } from "#app/ui/tag.tsx";
import styles from "./staff-pages.module.css";

export const ownChanges = ["password", "codes", "passkey", "removed", "language", "sessions"] as const;

export interface OwnAccessShown {
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly portfolio: string;
  readonly knowsId: boolean;
  readonly actions: readonly StaffAction[];
  readonly hasPassword: boolean;
  readonly codesLeft: number;
  readonly canHavePasskeys: boolean;
  /** The only passkey is the only way in. */
  readonly lastWay: boolean;
  readonly passkeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly added: string;
    readonly used: string | undefined;
  }[];
  readonly sessions: readonly {
    readonly id: string;
    readonly via: "passkey" | "code" | "recovery";
    readonly present: boolean;
    readonly since: string;
    readonly seen: string;
  }[];
  /** Just signed in by a recovery code. */
  readonly recovered: boolean;
  readonly done: (typeof ownChanges)[number] | undefined;
}

const here = "/staff";
const fewCodes = 3;

function Who({ shown }: { shown: OwnAccessShown }) {
  const { t, language } = usePage();
  const { name, email, role, portfolio, knowsId } = shown;
  return (
    <Card title={t("staff.own.who")}>
      <Facts
        items={[
          { term: t("staff.own.name"), value: <Foreign text={name} /> },
          { term: t("staff.own.email"), value: <Foreign text={email} /> },
          { term: t("staff.own.role"), value: t(`desk.role.${role}`) },
          { term: t("staff.own.portfolio"), value: portfolio },
          { term: t("staff.own.id"), value: t(knowsId ? "staff.own.idKnown" : "staff.own.idUnknown") },
        ]}
      />
      <form method="post" action={here}>
        <input type="hidden" name="intent" value="language" />
        <Select
          name="language"
          label={t("staff.own.language")}
          options={languages.map((value) => ({
            value,
            label: t(value === "en" ? "shared.inEnglish" : "shared.inChinese"),
          }))}
          value={language}
        />
        <Button quiet>{t("staff.own.save")}</Button>
      </form>
    </Card>
  );
}

function May({ actions }: { actions: readonly StaffAction[] }) {
  const { t } = usePage();
  return (
    <Card title={t("staff.own.may")}>
      {actions.length === 0 ? (
        <p>{t("staff.own.mayNothing")}</p>
      ) : (
        <ul className={styles["mays"]}>
          {actions.map((action) => (
            <li key={action}>{t(`staff.action.${action}`)}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Password({ shown: { hasPassword, codesLeft } }: { shown: OwnAccessShown }) {
  const { t } = usePage();
  if (!hasPassword) return <p>{t("staff.own.passwordUnset")}</p>;
  return (
    <>
      <p>
        {t("staff.own.passwordSet")} · {t("staff.own.codesLeft", { count: codesLeft })}
      </p>
      {codesLeft <= fewCodes && <Quiet>{t("staff.own.fewCodes")}</Quiet>}
      <div className={styles["ways"]}>
        <LinkButton to="/staff?step=password" quiet>
          {t("staff.own.changePassword")}
        </LinkButton>
        <LinkButton to="/staff?step=codes" quiet>
          {t("staff.own.newCodes")}
        </LinkButton>
      </div>
    </>
  );
}

function Passkeys({ shown: { passkeys, canHavePasskeys, lastWay } }: { shown: OwnAccessShown }) {
  const { t } = usePage();
  return (
    <>
      <h3>{t("staff.own.passkeys")}</h3>
      {passkeys.length === 0 && <p>{t("staff.own.noPasskey")}</p>}
      {passkeys.map(({ id, name, added, used }) => (
        <div className={styles["line"]} key={id}>
          <div>
            {name === "" ? t("staff.passkey.nameless") : <Foreign text={name} />}
            <div className={styles["small"]}>
              {t("staff.own.added", { day: added })} ·{" "}
              {used === undefined ? t("staff.own.unused") : t("staff.own.used", { day: used })}
            </div>
          </div>
          {!lastWay && <a href={`/staff?step=remove&passkey=${id}`}>{t("staff.own.remove")}</a>}
        </div>
      ))}
      {lastWay && <Quiet>{t("staff.own.lastWay")}</Quiet>}
      {canHavePasskeys ? (
        <div className={styles["ways"]}>
          <LinkButton to="/staff?step=passkey" quiet>
            {t("staff.own.addPasskey")}
          </LinkButton>
        </div>
      ) : (
        <Quiet>{t("staff.signIn.noPasskeys")}</Quiet>
      )}
    </>
  );
}

function Sessions({ sessions }: Pick<OwnAccessShown, "sessions">) {
  const { t } = usePage();
  return (
    <Card title={t("staff.own.sessions")}>
      {sessions.map(({ id, via, present, since, seen }) => (
        <div className={styles["line"]} key={id}>
          <div>
            {t(present ? "staff.own.present" : "staff.own.elsewhere")}{" "}
            {present && <Tag>{t(`staff.own.via.${via}`)}</Tag>}
            {!present && <Tag tone="note">{t(`staff.own.via.${via}`)}</Tag>}
            <div className={styles["small"]}>{t("staff.own.since", { time: since, seen })}</div>
          </div>
        </div>
      ))}
      <Quiet>{t("staff.own.idle")}</Quiet>
      <div className={styles["ways"]}>
        {sessions.length > 1 && (
          <form method="post" action={here}>
            <input type="hidden" name="intent" value="sessions" />
            <Button quiet>{t("staff.own.endOthers")}</Button>
          </form>
        )}
        <form method="post" action="/staff/sign-out">
          <Button quiet>{t("staff.own.signOut")}</Button>
        </form>
      </div>
    </Card>
  );
}

export function OwnAccessPage({ shown, errors }: { shown: OwnAccessShown; errors: WordedErrors }) {
  const { t } = usePage();
  const { done, recovered, codesLeft } = shown;
  return (
    <DeskPage title={t("staff.own.title")} error={errors.summary.length > 0}>
      <ErrorSummary errors={errors.summary} />
      {done && errors.summary.length === 0 && (
        <Notice>
          <p>{t(`staff.own.done.${done}`)}</p>
        </Notice>
      )}
      {recovered && (
        <Notice tone="note">
          <p>{t("staff.own.usedRecovery", { count: codesLeft })}</p>
        </Notice>
      )}
      <div className={styles["sides"]}>
        <div>
          <Who shown={shown} />
          <May actions={shown.actions} />
        </div>
        <div>
          <Card title={t("staff.own.ways")}>
            <Password shown={shown} />
            <Passkeys shown={shown} />
          </Card>
          <Sessions sessions={shown.sessions} />
        </div>
      </div>
    </DeskPage>
  );
}
