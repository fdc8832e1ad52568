// Where somebody who runs the portal begins: the pages that their role opens, and whether everything works.
import { usePage } from "#app/i18n/use-t.ts";
import { may, type StaffAction } from "#app/kernel/permissions.ts";
import { appContext, staffContext } from "#app/platform/contexts.server.ts";
import { checkReadiness } from "#app/platform/readiness.server.ts";
import { Card } from "#app/ui/card.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { Route } from "./+types/ops";

const ways = [
  ["staff", "/ops/staff", "staff.read"],
  ["audit", "/ops/audit", "audit.read"],
  ["policy", "/ops/policies/", "policy.read"],
  ["desk", "/desk", "desk.read"],
  ["supervision", "/desk/supervision", "supervision.read"],
] as const satisfies readonly (readonly [string, string, StaffAction])[];

const checkNames = ["database", "migrations", "queue", "dataDir"] as const;

export async function loader({ context }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const { role } = context.get(staffContext);
  const { checks } = await checkReadiness(app);
  const packId = app.settings.policyPack;
  return {
    packId,
    ways: ways
      .filter(([, , action]) => may(role, action))
      .map(([key, to]) => ({ key, to: key === "policy" ? to + encodeURIComponent(packId) : to })),
    checks: checkNames.map((name) => ({ name, fine: checks[name] === "ok" })),
  };
}

export default function OpsPage({ loaderData }: Route.ComponentProps) {
  const { t } = usePage();
  const { ways: open, checks, packId } = loaderData;
  return (
    <DeskPage title={t("staff.ops.title")} narrow>
      <Card title={t("staff.ops.ways")}>
        {open.length === 0 && <p>{t("staff.ops.nowhere")}</p>}
        <Rows>
          {open.map(({ key, to }) => (
            <Row key={key} title={t(`staff.ops.${key}`, { id: packId })} note={t(`staff.ops.${key}Note`)} to={to} />
          ))}
        </Rows>
      </Card>
      <Card title={t("staff.ops.running")}>
        <Rows>
          {checks.map(({ name, fine }) => (
            <Row
              key={name}
              title={t(`staff.ops.check.${name}`)}
              tag={
                <Tag tone={fine ? "calm" : "note"} status={fine ? "fine" : "look"}>
                  {t(fine ? "staff.ops.fine" : "staff.ops.look")}
                </Tag>
              }
            />
          ))}
        </Rows>
        {checks.some(({ fine }) => !fine) && <p>{t("staff.ops.lookHint")}</p>}
      </Card>
    </DeskPage>
  );
}
