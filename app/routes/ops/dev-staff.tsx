// The demo's colleagues with all that a sign-in needs, the code of this moment included. Nowhere else does this page exist.
import { useT } from "#app/i18n/use-t.ts";
import { readDemoSignIns } from "#app/modules/staff/demo-staff.server.ts";
import { appContext } from "#app/platform/contexts.server.ts";
import { DataTable } from "#app/ui/data-table.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { MoreLink } from "#app/ui/prose.tsx";
import { demoStaff } from "../../../prisma/seed/demo-staff.ts";
import type { Route } from "./+types/dev-staff";

export async function loader({ context }: Route.LoaderArgs) {
  const app = context.get(appContext);
  if (app.env.mode !== "demo") throw new Response(null, { status: 404 });
  const signIns = await readDemoSignIns(
    app,
    demoStaff.map(({ email }) => email),
  );
  return {
    people: signIns.map((signIn) => ({
      ...signIn,
      only: demoStaff.find(({ email }) => email === signIn.email)?.creditors?.join(" "),
    })),
  };
}

export default function DevStaff({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const head = (["who", "email", "password", "code"] as const).map((key) => t(`staff.dev.${key}`));
  return (
    <DeskPage title={t("staff.dev.title")} back={{ to: "/", label: t("shared.back") }}>
      <p>{t("staff.dev.lead")}</p>
      <DataTable
        caption={t("staff.dev.caption")}
        head={head}
        rows={loaderData.people.map(({ name, role, only, email, password, code }) => [
          [name, t(`desk.role.${role}`), only].filter(Boolean).join(" · "),
          email,
          <code key="password">{password}</code>,
          <code key="code" data-code={email}>
            {code ?? t("staff.dev.noCode")}
          </code>,
        ])}
      />
      <p>{t("staff.dev.changed")}</p>
      <p>
        <MoreLink to="/staff/sign-in">{t("staff.dev.signIn")}</MoreLink> ·{" "}
        <MoreLink to="/dev/staff">{t("staff.dev.refresh")}</MoreLink>
      </p>
    </DeskPage>
  );
}
