// Who works here, and the form that puts somebody on the list. The link it makes stands in the answer to the form and
// nowhere else: not in an address, not in a mail.
import { data } from "react-router";
import { formatMoment } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/i18n.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { may } from "#app/kernel/permissions.ts";
import { InviteForm as InvitePart } from "#app/modules/staff/invite-form.tsx";
import { useMemberErrors, type CodedErrors } from "#app/modules/staff/member-errors.ts";
import { MemberFilter, MemberList } from "#app/modules/staff/member-list.tsx";
import { errorOf, sayPortfolio, sayWaysIn } from "#app/modules/staff/member-words.ts";
import { listMembers } from "#app/modules/staff/read-members.server.ts";
import { SetUpLink, type ShownLink } from "#app/modules/staff/set-up-link.tsx";
import { addressOfLink, invitationMs } from "#app/modules/staff/staff-links.server.ts";
import { isMemberState, memberStates, type MemberState } from "#app/modules/staff/staff-members.ts";
import { InviteForm } from "#app/modules/staff/staff-members.schema.ts";
import { inviteMember } from "#app/modules/staff/staff-members.server.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm, type FormValues } from "#app/platform/form.server.ts";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import type { Route } from "./+types/staff";

export async function loader({ context, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const { language } = context.get(visitContext);
  const t = translator(language);
  const asked = new URL(request.url).searchParams.get("state");
  const chosen = isMemberState(asked) ? asked : undefined;
  const creditors = app.settings.creditors.map(({ code, shortName }) => ({ value: code, label: shortName[language] }));
  const everybody = await listMembers(app, actor);
  const counts = Object.fromEntries(
    memberStates.map((state) => [state, everybody.filter((member) => member.state === state).length]),
  ) as Record<MemberState, number>;
  return {
    chosen,
    counts,
    creditors,
    manages: may(actor.role, "staff.manage"),
    members: everybody
      .filter(({ state }) => chosen === undefined || state === chosen)
      .map((member) => ({
        id: member.id,
        name: member.name,
        email: member.email,
        role: member.role,
        state: member.state,
        idOnFile: member.idOnFile,
        portfolio: sayPortfolio(t, member.creditors, creditors),
        ways: sayWaysIn(t, member),
        lastSignIn: member.lastSignInAt && formatMoment(member.lastSignInAt, language, app.settings.timeZone),
      })),
  };
}

interface Answer {
  readonly errors?: CodedErrors;
  readonly values?: FormValues<string>;
  readonly link?: ShownLink;
}

export async function action({ context, request }: Route.ActionArgs) {
  const app = context.get(appContext);
  const { language } = context.get(visitContext);
  const form = parseForm(InviteForm, await request.formData());
  if (!form.ok) return data<Answer>({ errors: form.errors, values: form.values }, 422);
  const invited = await inviteMember(app, context.get(staffContext), form.value);
  if (!invited.ok) {
    const errors = errorOf(invited.refusal);
    if (!errors) throw new Response(null, { status: 403 });
    return data<Answer>({ errors, values: form.value }, 422);
  }
  const until = formatMoment(new Date(app.clock.now().getTime() + invitationMs), language, app.settings.timeZone);
  const address = addressOfLink(app, invited.value.token);
  return data<Answer>({ link: { name: form.value.name, address, until } });
}

export default function StaffPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const { chosen, counts, members, creditors, manages } = loaderData;
  const { errors, values = {}, link } = actionData ?? {};
  const { summary, of } = useMemberErrors(errors);
  return (
    <DeskPage
      title={t("staff.members.title")}
      back={{ to: "/ops", label: t("staff.members.back") }}
      error={summary.length > 0}
    >
      <ErrorSummary errors={summary} />
      {link && <SetUpLink {...link} />}
      <MemberFilter counts={counts} chosen={chosen} />
      <MemberList members={members} />
      {manages ? (
        <InvitePart creditors={creditors} values={values} errorOf={of} />
      ) : (
        <p>{t("staff.members.onlyReading")}</p>
      )}
    </DeskPage>
  );
}
