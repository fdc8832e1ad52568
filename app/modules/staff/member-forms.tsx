// What can be done about somebody of the staff: each a form of its own, with what follows from it beside the button.
import type { ReactNode } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import { staffRoles, type StaffRole } from "#app/kernel/permissions.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Ticks } from "#app/ui/ticks.tsx";
import type { CreditorChoice } from "./invite-form.tsx";
import type { MemberState } from "./staff-members.ts";

interface ActProps {
  readonly here: string;
  readonly intent: string;
  readonly title: string;
  readonly children: ReactNode;
}

function Act({ here, intent, title, children }: ActProps) {
  return (
    <Card title={title} id={intent}>
      <form method="post" action={here}>
        <input type="hidden" name="intent" value={intent} />
        {children}
      </form>
    </Card>
  );
}

interface AccessFormProps {
  readonly here: string;
  readonly role: StaffRole;
  readonly portfolio: readonly string[];
  readonly creditors: readonly CreditorChoice[];
  readonly errorOf: (field: string) => string | undefined;
}

export function AccessForm({ here, role, portfolio, creditors, errorOf }: AccessFormProps) {
  const { t } = usePage();
  return (
    <Act here={here} intent="access" title={t("staff.members.access")}>
      <Ticks
        type="radio"
        name="role"
        legend={t("staff.members.role")}
        error={errorOf("role")}
        values={[role]}
        options={staffRoles.map((value) => ({ value, label: t(`desk.role.${value}`) }))}
      />
      <Ticks
        type="checkbox"
        name="creditors"
        legend={t("staff.members.creditors")}
        hint={t("staff.members.creditorsHint")}
        error={errorOf("creditors")}
        values={portfolio}
        options={creditors}
      />
      <p>{t("staff.members.accessHint")}</p>
      <Button>{t("staff.members.save")}</Button>
    </Act>
  );
}

interface WaysInFormsProps {
  readonly here: string;
  readonly state: MemberState;
  readonly signedIn: boolean;
}

/** A new start, an end for now, and an end. */
export function WaysInForms({ here, state, signedIn }: WaysInFormsProps) {
  const { t } = usePage();
  if (state === "disabled") {
    return (
      <Act here={here} intent="enable" title={t("staff.members.enable")}>
        <p>{t("staff.members.enableLead")}</p>
        <Button quiet>{t("staff.members.enableButton")}</Button>
      </Act>
    );
  }
  return (
    <>
      <Act here={here} intent="link" title={t("staff.members.link")}>
        <p>{t("staff.members.linkLead")}</p>
        <Button quiet>{t("staff.members.makeLink")}</Button>
      </Act>
      {signedIn && (
        <Act here={here} intent="end_sessions" title={t("staff.members.sessions")}>
          <p>{t("staff.members.sessionsLead")}</p>
          <Button quiet>{t("staff.members.endSessions")}</Button>
        </Act>
      )}
      <Act here={here} intent="disable" title={t("staff.members.disable")}>
        <p>{t("staff.members.disableLead")}</p>
        <Button quiet>{t("staff.members.disableButton")}</Button>
      </Act>
    </>
  );
}
