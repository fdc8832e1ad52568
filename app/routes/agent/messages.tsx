// A thread as the desk sees it, and where whoever has the case writes: a ready text or own words, with a look at what the
// borrower will read.
import { data, redirect } from "react-router";
import { formatDay, formatMoment } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { StaffActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import { readComposed } from "#app/modules/conversation/composed.ts";
import {
  Composer,
  nothingTyped,
  useComposerErrors,
  type ComposerFault,
  type TypedMessage,
} from "#app/modules/conversation/composer.tsx";
import { DeskMessageForm, type DeskMessageFields } from "#app/modules/conversation/conversation.schema.ts";
import { lastOf, typedText } from "#app/modules/conversation/conversation.ts";
import {
  checkContent,
  findThreadHome,
  readThreadForDesk,
  writeFromDesk,
  type DeskThread,
} from "#app/modules/conversation/desk-thread.server.ts";
import { DeskThreadView } from "#app/modules/conversation/desk-thread-view.tsx";
import { showEntry } from "#app/modules/conversation/letters.tsx";
import { openAccess } from "#app/modules/review/access.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import type { Route } from "./+types/messages";

const homes = { proposal: "/desk/cases", case: "/desk/disputes" } as const;

/** What may be read; whoever may not open it is led to the page of the case, which says why and what can be done. */
async function openThread(app: App, actor: StaffActor, id: string, all: boolean): Promise<DeskThread> {
  const opened = await openAccess(app, actor, { caseId: id }, "messages");
  if (!opened.ok && opened.refusal.kind === "not-yours") {
    const home = await findThreadHome(app, actor, id);
    if (home) throw redirect(`${homes[home]}/${id}`, 303);
  }
  const thread = opened.ok ? await readThreadForDesk(app, actor, id, { all }) : undefined;
  if (!thread) throw data(null, 404);
  return thread;
}

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const { language } = context.get(visitContext);
  const { timeZone } = app.settings;
  const all = new URL(request.url).searchParams.has("earlier");
  const thread = await openThread(app, context.get(staffContext), params.threadId, all);
  const { subject, answerBy, borrowerReadAt, earlier, mayWrite, borrowerLanguage } = thread;
  return {
    once: newId(),
    subject: { id: subject.id, kind: subject.kind, reference: subject.reference, over: subject.stage === undefined },
    caseAt: `${homes[subject.about]}/${subject.id}`,
    entries: thread.entries.map((entry) => showEntry(entry, language, timeZone)),
    earlier,
    answerBy: answerBy && formatDay(answerBy, language),
    lastOwn: lastOf(thread.entries, "desk", borrowerReadAt),
    borrowerReadAt: borrowerReadAt && formatMoment(borrowerReadAt, language, timeZone),
    mayWrite,
    reader: borrowerLanguage,
  };
}

function typedOf(fields: Partial<Record<keyof DeskMessageFields, unknown>>): TypedMessage {
  const { template, day, amount, papers, text, language, close } = fields;
  return {
    template: typedText(template),
    day: typedText(day),
    amount: typedText(amount),
    papers: Array.isArray(papers) ? papers.map(typedText) : [],
    text: typedText(text),
    language: typedText(language),
    close: close === "yes",
  };
}

export async function action({ context, params, request }: Route.ActionArgs) {
  const [app, actor] = [context.get(appContext), context.get(staffContext)];
  const { threadId } = params;
  const sent = await request.formData();
  const { borrowerLanguage: reader, currency } = await openThread(app, actor, threadId, false);
  const form = parseForm(DeskMessageForm, sent);
  const refuse = (fault: ComposerFault, typed: TypedMessage) => data({ fault, typed, preview: undefined }, 422);
  if (!form.ok) {
    const [fault = "choose"] = Object.values(form.errors);
    const known = ["day", "amount", "papers", "too-long", "unreadable"] as const;
    return refuse(known.find((code) => code === fault) ?? "choose", typedOf(form.values));
  }
  const { intent, once, close } = form.value;
  const typed = typedOf(form.value);
  const composed = readComposed(form.value, { reader, currency });
  if (!composed.ok) return refuse(composed.refusal, typed);
  const faultOf = (refusal: { kind: string; field?: string }) =>
    (refusal.kind === "params" ? refusal.field : refusal.kind) as ComposerFault;
  if (intent === "preview") {
    const content = checkContent(app, composed.value);
    if (!content.ok) return refuse(faultOf(content.refusal), typed);
    const shown =
      "text" in content.value
        ? { text: content.value.text, template: undefined, language: content.value.language }
        : { text: undefined, template: content.value, language: reader };
    return data({ fault: undefined, typed, preview: shown });
  }
  const written = await writeFromDesk(app, actor, threadId, { content: composed.value, once, close: close === "yes" });
  if (written.ok) return redirect(`/desk/messages/${threadId}`, 303);
  if (written.refusal.kind === "not-found") throw data(null, 404);
  return refuse(faultOf(written.refusal), typed);
}

export default function DeskMessages({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const errors = useComposerErrors(actionData?.fault);
  const { subject, caseAt, once, mayWrite, reader } = loaderData;
  const here = `/desk/messages/${subject.id}`;
  return (
    <DeskPage
      title={t("conversation.desk.title", {
        subject: t(`conversation.kind.${subject.kind}`),
        reference: subject.reference,
      })}
      back={{ to: caseAt, label: t("conversation.desk.toCase") }}
      error={errors.length > 0}
    >
      <ErrorSummary errors={errors} />
      <DeskThreadView thread={loaderData} here={here} preview={actionData?.preview}>
        {mayWrite && (
          <Composer
            action={here}
            once={once}
            typed={actionData?.typed ?? nothingTyped}
            errors={errors}
            reader={reader}
            question={subject.kind === "question"}
          />
        )}
      </DeskThreadView>
    </DeskPage>
  );
}
