// What a person needs from us: marks, and a quiet time without reminders.
import { data, redirect } from "react-router";
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { revealUnseen } from "#app/kernel/foreign-text.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { HeldMarks, MarkForm, QuietForm, QuietNow } from "#app/modules/review/care-page.tsx";
import { usualReviewDay } from "#app/modules/review/care-marks.ts";
import { CareForm } from "#app/modules/review/care.schema.ts";
import { addCareMark, endCareMark, readCarePage, type MarkRefusal } from "#app/modules/review/care.server.ts";
import { endMoratorium, openMoratorium, type MoratoriumRefusal } from "#app/modules/review/moratorium.server.ts";
import { appContext, staffContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Card } from "#app/ui/card.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import type { Route } from "./+types/care";

type Args = Pick<Route.LoaderArgs, "context" | "params" | "request">;

const fieldOf = {
  need: "need",
  "told-by": "toldBy",
  cause: "cause",
  agreed: "agreed",
  "review-on": "reviewOn",
  days: "days",
  "quiet-reason": "reason",
  "lasts-already": "",
} as const;

type Fault = keyof typeof fieldOf;
type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

async function showCare({ context, params, request }: Args, fault?: Fault, typed: Typed = {}) {
  const [app, actor] = [context.get(appContext), context.get(staffContext)];
  const read = await readCarePage(app, actor, params.borrowerId);
  const asked = new URL(request.url).searchParams;
  if (!read.ok) {
    if (read.refusal.kind === "not-found") throw data(null, 404);
    return { holder: read.refusal.holder, page: undefined, fault, typed, said: undefined, reviewOn: undefined };
  }
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const { causes, marks, ...page } = read.value;
  return {
    holder: undefined,
    page: {
      ...page,
      marks: marks.map((mark) => ({ ...mark, cause: causes?.get(mark.id), due: mark.reviewOn <= today })),
    },
    fault,
    typed,
    said: (["added", "ended", "quiet", "speak"] as const).find((word) => asked.has(word)),
    reviewOn: usualReviewDay(today),
  };
}

export async function loader(args: Route.LoaderArgs) {
  return showCare(args);
}

export async function action(args: Route.ActionArgs) {
  const { context, params, request } = args;
  const [app, actor] = [context.get(appContext), context.get(staffContext)];
  const sent = await request.formData();
  const form = parseForm(CareForm, sent);
  // Nothing that our pages send: still unknown to whom it does not concern.
  if (!form.ok) return data(await showCare(args), 422);
  const { intent, mark, ...wish } = form.value;
  const typed: Typed = Object.fromEntries(
    [...sent].filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
  const { borrowerId } = params;
  const here = `/desk/borrowers/${borrowerId}/care`;
  const answer = async (refusal: MarkRefusal | MoratoriumRefusal) => {
    if (refusal.kind === "not-found") throw data(null, 404);
    if (refusal.kind === "not-yours") return data(await showCare(args), 422);
    return data(await showCare(args, refusal.kind, typed), 422);
  };
  if (intent === "add") {
    const added = await addCareMark(app, actor, borrowerId, wish);
    return added.ok ? redirect(`${here}?added`, 303) : answer(added.refusal);
  }
  if (intent === "end") {
    const ended = await endCareMark(app, actor, borrowerId, mark);
    return ended.ok ? redirect(`${here}?ended`, 303) : answer(ended.refusal);
  }
  if (intent === "quiet") {
    const opened = await openMoratorium(app, actor, borrowerId, wish);
    return opened.ok ? redirect(`${here}?quiet`, 303) : answer(opened.refusal);
  }
  const spoken = await endMoratorium(app, actor, borrowerId);
  return spoken.ok ? redirect(`${here}?speak`, 303) : answer(spoken.refusal);
}

type Shown = NonNullable<Route.ComponentProps["loaderData"]["page"]>;

function Ended({ ended }: Pick<Shown, "ended">) {
  const { t, language } = usePage();
  if (ended.length === 0) return null;
  return (
    <Card title={t("care.endedTitle")}>
      <Rows>
        {ended.map(({ id, need, setOn, endedOn }) => (
          <Row
            key={id}
            title={t(`care.need.${need}`)}
            note={t("care.span", { from: formatDay(setOn, language), until: formatDay(endedOn, language) })}
          />
        ))}
      </Rows>
    </Card>
  );
}

function AskedIn({ askedIn }: Pick<Shown, "askedIn">) {
  const { t } = usePage();
  if (askedIn.length === 0) return null;
  return (
    <Notice tone="note" title={t("care.askedFor")}>
      <Rows>
        {askedIn.map(({ id, reference }) => (
          <Row key={id} to={`/desk/cases/${id}`} title={reference} />
        ))}
      </Rows>
    </Notice>
  );
}

export default function Care({ loaderData, actionData, params }: Route.ComponentProps) {
  const { t } = usePage();
  const { page, holder, fault, typed, said, reviewOn } = actionData ?? loaderData;
  const back = { to: "/desk/disputes?kind=care", label: t("care.back") };
  if (!page || !reviewOn) {
    return (
      <DeskPage title={t("care.title")} back={back} narrow>
        <p>{holder === undefined ? t("care.notYours") : t("care.taken", { name: revealUnseen(holder) })}</p>
        <a href={`/desk/borrowers/${params.borrowerId}`}>{t("care.person")}</a>
      </DeskPage>
    );
  }
  const message = fault && t(`care.error.${fault}`);
  const errors = fault && message !== undefined ? [{ field: fieldOf[fault], message }] : [];
  const of = (field: string) => errors.find((error) => error.field === field)?.message;
  const here = `/desk/borrowers/${page.borrowerId}/care`;
  const form = { action: here, typed, of };
  const action = page.mayWrite ? here : undefined;
  return (
    <DeskPage
      title={t("care.title")}
      back={{ to: `/desk/borrowers/${page.borrowerId}`, label: t("care.person") }}
      beside={<Foreign text={page.name} />}
      error={errors.length > 0}
      narrow
    >
      <ErrorSummary errors={errors} />
      {said && errors.length === 0 && <Notice>{t(`care.said.${said}`)}</Notice>}
      <AskedIn askedIn={page.askedIn} />
      <Card title={t("care.marks")}>
        <HeldMarks marks={page.marks} action={action} />
        <p>{t("care.effect")}</p>
      </Card>
      {page.moratorium && <QuietNow until={page.moratorium.until} action={action} />}
      {action !== undefined && <MarkForm {...form} reviewOn={reviewOn} />}
      {action !== undefined && !page.moratorium && <QuietForm {...form} />}
      <Ended ended={page.ended} />
    </DeskPage>
  );
}
