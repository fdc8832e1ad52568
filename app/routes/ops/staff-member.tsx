// Somebody of the staff: what they may do, how they sign in, and what an operator can change about it. An auditor sees
// the same without the forms.
import { data, redirect } from "react-router";
import { formatMoment } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/i18n.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { revealUnseen } from "#app/kernel/foreign-text.ts";
import type { Outcome } from "#app/kernel/outcome.ts";
import { may } from "#app/kernel/permissions.ts";
import { auditAddress } from "#app/modules/audit/audit-search.ts";
import { useMemberErrors, type CodedErrors } from "#app/modules/staff/member-errors.ts";
import { AccessForm as AccessPart, WaysInForms } from "#app/modules/staff/member-forms.tsx";
import { MemberSides } from "#app/modules/staff/member-sides.tsx";
import { errorOf, refusedKey, sayPortfolio, sayWaysIn } from "#app/modules/staff/member-words.ts";
import { readMember, type Member } from "#app/modules/staff/read-members.server.ts";
import { SetUpLink } from "#app/modules/staff/set-up-link.tsx";
import { addressOfLink, invitationMs } from "#app/modules/staff/staff-links.server.ts";
import { AccessForm, IntentForm } from "#app/modules/staff/staff-members.schema.ts";
import {
  changeAccess,
  disableMember,
  enableMember,
  endMemberSessions,
  renewLink,
} from "#app/modules/staff/staff-members.server.ts";
import type { MemberRefusal } from "#app/modules/staff/staff-members.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Facts, type Fact } from "#app/ui/facts.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Card } from "#app/ui/card.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { MoreLink } from "#app/ui/prose.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { Route } from "./+types/staff-member";

const addressOf = (id: string): string => `/ops/staff/${id}`;

/** What a person would say of each moment, where it was. */
function momentsOf({ createdAt, disabledAt, lastSignInAt, linkUntil }: Member, write: (moment: Date) => string) {
  return {
    since: write(createdAt),
    disabledAt: disabledAt && write(disabledAt),
    lastSignIn: lastSignInAt && write(lastSignInAt),
    linkUntil: linkUntil && write(linkUntil),
  };
}

const doneKinds = ["access", "end_sessions", "disable", "enable"] as const;

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const { language } = context.get(visitContext);
  const t = translator(language);
  const member = await readMember(app, actor, params.staffId);
  if (!member) throw new Response(null, { status: 404 });
  const creditors = app.settings.creditors.map(({ code, shortName }) => ({ value: code, label: shortName[language] }));
  const done = new URL(request.url).searchParams.get("done");
  const { id, email, name, role, state, recoveryCodesLeft, idOnFile, sessions, openCases } = member;
  const shown = { id, email, name, role, state, recoveryCodesLeft, idOnFile, sessions, openCases, creditors };
  return {
    ...shown,
    ...momentsOf(member, (moment) => formatMoment(moment, language, app.settings.timeZone)),
    codes: member.creditors,
    portfolio: sayPortfolio(t, member.creditors, creditors),
    ways: sayWaysIn(t, member),
    language: member.language,
    own: id === actor.staffId,
    manages: may(actor.role, "staff.manage"),
    audits: may(actor.role, "audit.read"),
    done: doneKinds.find((kind) => kind === done),
  };
}

const changes = { disable: disableMember, enable: enableMember, end_sessions: endMemberSessions } as const;

interface Answer {
  readonly errors?: CodedErrors;
  readonly refused?: ReturnType<typeof refusedKey>;
  readonly link?: { readonly address: string; readonly until: string };
}

function answerRefusal(refusal: MemberRefusal) {
  if (refusal.kind === "not-found") throw new Response(null, { status: 404 });
  if (refusal.kind === "not-allowed") throw new Response(null, { status: 403 });
  return data<Answer>({ errors: errorOf(refusal) ?? {}, refused: refusedKey(refusal) }, 422);
}

function answerChange(staffId: string, intent: string, changed: Outcome<void, MemberRefusal>) {
  return changed.ok ? redirect(`${addressOf(staffId)}?done=${intent}`, 303) : answerRefusal(changed.refusal);
}

export async function action({ context, params, request }: Route.ActionArgs) {
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const { language } = context.get(visitContext);
  const { staffId } = params;
  const fields = await request.formData();
  const asked = parseForm(IntentForm, fields);
  if (!asked.ok) return data<Answer>({ errors: asked.errors }, 422);
  const { intent } = asked.value;
  if (intent === "link") {
    const made = await renewLink(app, actor, staffId);
    if (!made.ok) return answerRefusal(made.refusal);
    const until = formatMoment(new Date(app.clock.now().getTime() + invitationMs), language, app.settings.timeZone);
    return data<Answer>({ link: { address: addressOfLink(app, made.value), until } });
  }
  if (intent !== "access") return answerChange(staffId, intent, await changes[intent](app, actor, staffId));
  const form = parseForm(AccessForm, fields);
  if (!form.ok) return data<Answer>({ errors: form.errors }, 422);
  return answerChange(staffId, intent, await changeAccess(app, actor, staffId, form.value));
}

type Loaded = Route.ComponentProps["loaderData"];

function About(member: Loaded) {
  const { t } = usePage();
  const { sessions, lastSignIn, linkUntil, disabledAt } = member;
  const ownName = { "zh-CN": t("shared.inChinese"), en: t("shared.inEnglish") };
  const facts: Fact[] = [
    { term: t("staff.members.facts.email"), value: <Foreign text={member.email} /> },
    { term: t("staff.members.column.role"), value: t(`desk.role.${member.role}`) },
    { term: t("staff.members.column.portfolio"), value: member.portfolio },
    { term: t("staff.members.facts.language"), value: <span lang={member.language}>{ownName[member.language]}</span> },
    { term: t("staff.members.column.ways"), value: member.ways },
    { term: t("staff.members.facts.recoveryCodes"), value: member.recoveryCodesLeft },
    { term: t("staff.members.column.id"), value: t(member.idOnFile ? "staff.members.idOnFile" : "staff.members.noId") },
    { term: t("staff.members.column.lastSignIn"), value: lastSignIn ?? t("staff.members.never") },
    {
      term: t("staff.members.facts.sessions"),
      value: t(sessions === 0 ? "staff.members.facts.notNow" : "staff.members.facts.sessionCount", { count: sessions }),
    },
    { term: t("staff.members.facts.openCases"), value: member.openCases },
    { term: t("staff.members.facts.since"), value: member.since },
    ...(disabledAt ? [{ term: t("staff.members.facts.disabledAt"), value: disabledAt }] : []),
    ...(linkUntil ? [{ term: t("staff.members.facts.linkUntil"), value: linkUntil }] : []),
  ];
  return (
    <Card>
      <Facts items={facts} />
      {member.audits && (
        <MoreLink to={auditAddress({ about: `staff:${member.id}` })}>{t("staff.members.trail")}</MoreLink>
      )}
    </Card>
  );
}

function Forms({ member, errorOf: of }: { member: Loaded; errorOf: (field: string) => string | undefined }) {
  const { t } = usePage();
  const here = addressOf(member.id);
  if (!member.manages) return <p>{t("staff.members.onlyReading")}</p>;
  if (member.own) {
    return (
      <>
        <p>{t("staff.members.own")}</p>
        <MoreLink to="/staff">{t("staff.members.ownLink")}</MoreLink>
      </>
    );
  }
  return (
    <>
      <AccessPart here={here} role={member.role} portfolio={member.codes} creditors={member.creditors} errorOf={of} />
      <WaysInForms here={here} state={member.state} signedIn={member.sessions > 0} />
    </>
  );
}

export default function StaffMemberPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const { name, state, done } = loaderData;
  const { errors, refused, link } = actionData ?? {};
  const { summary, of } = useMemberErrors(errors);
  return (
    <DeskPage
      title={revealUnseen(name)}
      back={{ to: "/ops/staff", label: t("staff.members.title") }}
      error={summary.length > 0 || refused !== undefined}
      beside={
        <Tag status={state} tone={state === "active" ? "calm" : "note"}>
          {t(`staff.members.state.${state}`)}
        </Tag>
      }
    >
      <ErrorSummary errors={summary} />
      {refused && (
        <div role="alert">
          <Notice tone="wrong">{t(`staff.members.refused.${refused}`)}</Notice>
        </div>
      )}
      {done && !actionData && <Notice>{t(`staff.members.done.${done}`)}</Notice>}
      {link && <SetUpLink name={name} {...link} />}
      <MemberSides about={<About {...loaderData} />}>
        <Forms member={loaderData} errorOf={of} />
      </MemberSides>
    </DeskPage>
  );
}
