// One thread: what was written, the oldest first, and a form below it. Words in the other language are shown as they are
// and say so; nothing is translated. Opening it marks it as read.
import { data, redirect } from "react-router";
import { formatDay, formatMoment } from "#app/i18n/format.ts";
import type { Language } from "#app/i18n/languages.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { newId } from "#app/kernel/ids.ts";
import { MessageForm } from "#app/modules/conversation/conversation.schema.ts";
import { writeFromBorrower, writeTemplateFromBorrower } from "#app/modules/conversation/conversation.server.ts";
import { isInOtherLanguage, lastOf, typedText } from "#app/modules/conversation/conversation.ts";
import { Letters, Mark, showEntry, type ShownEntry } from "#app/modules/conversation/letters.tsx";
import { sayMessageRefusal, type ShownRefusal } from "#app/modules/conversation/message-words.ts";
import { readThread } from "#app/modules/conversation/read-threads.server.ts";
import { ReplyForm } from "#app/modules/conversation/reply-form.tsx";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm, readUpload } from "#app/platform/form.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { MoreLink, Quiet } from "#app/ui/prose.tsx";
import type { Route } from "./+types/thread";

/** The last words of the desk that are in the other language and that nobody has asked for in this one yet. */
function findForeign(entries: readonly ShownEntry[], language: Language): string | undefined {
  const words = entries.findLast((entry) => entry.author === "desk" && isInOtherLanguage(entry, language));
  const asked = entries.findLast(({ template }) => template?.code === "ask_other_language");
  return words && (!asked || entries.indexOf(asked) < entries.indexOf(words)) ? words.id : undefined;
}

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const { language } = context.get(visitContext);
  const { timeZone, policyPack } = app.settings;
  const asked = new URL(request.url).searchParams;
  const thread = await readThread(app, context.get(borrowerContext), params.threadId, { all: asked.has("earlier") });
  if (!thread) throw data(null, 404);
  const { subject, answerBy, deskReadAt, earlier } = thread;
  const entries = thread.entries.map((entry) => showEntry(entry, language, timeZone));
  // The server sends here whoever chose more than it takes at once, without having read it.
  const tooMuch = asked.has("too-large");
  const shown = {
    once: newId(),
    subject: { id: subject.id, kind: subject.kind, reference: subject.reference, writable: subject.writable },
    entries,
    earlier,
    answerBy,
    foreign: findForeign(entries, language),
    deskReadAt: deskReadAt && formatMoment(deskReadAt, language, timeZone),
    lastOwn: lastOf(thread.entries, "borrower", deskReadAt),
    answerDays: requirePolicy(policyPack).helpAnswerWorkingDays.value,
    tooMuch,
  };
  return data(shown, tooMuch ? 413 : 200);
}

export async function action({ context, params, request }: Route.ActionArgs) {
  const [app, actor] = [context.get(appContext), context.get(borrowerContext)];
  const { language } = context.get(visitContext);
  const { form: sent, files } = await readUpload(request, "files");
  const form = parseForm(MessageForm, sent);
  const refuse = (refusal: ShownRefusal, text: unknown) => data({ refusal, text: typedText(text) }, 422);
  if (!form.ok) {
    // Whose it is comes before what is wrong with the form.
    if (!(await readThread(app, actor, params.threadId))) throw data(null, 404);
    return refuse({ kind: form.errors.text === "too-long" ? "too-long" : "unreadable" }, form.values.text);
  }
  const { intent, text, once } = form.value;
  const written =
    intent === "language"
      ? await writeTemplateFromBorrower(
          app,
          actor,
          params.threadId,
          { code: "ask_other_language", params: { language }, once },
          language,
        )
      : await writeFromBorrower(app, actor, params.threadId, { text, files, once }, language);
  if (written.ok) return redirect(`/my/messages/${written.value.threadId}`, 303);
  if (written.refusal.kind === "not-found") throw data(null, 404);
  return refuse(written.refusal, text);
}

function AskLanguage({ here, once }: { here: string; once: string }) {
  const { t } = usePage();
  return (
    <form method="post" action={here}>
      <input type="hidden" name="once" value={once} />
      <Button quiet name="intent" value="language">
        {t("conversation.thread.askLanguage")}
      </Button>
      <Mark>{t("conversation.thread.languageHint")}</Mark>
    </form>
  );
}

function Written({ thread, here }: { thread: Route.ComponentProps["loaderData"]; here: string }) {
  const { t } = usePage();
  const { entries, earlier, foreign, lastOwn, deskReadAt, once, subject } = thread;
  const waiting = entries.some(({ files }) =>
    files.some(({ status }) => status === "received" || status === "checking"),
  );
  const under = ({ id }: ShownEntry) => (
    <>
      {id === foreign && subject.writable && <AskLanguage here={here} once={once} />}
      {id === lastOwn?.id && (
        <Mark>
          {lastOwn.read && deskReadAt
            ? t("conversation.thread.deskRead", { moment: deskReadAt })
            : t("conversation.thread.deskUnread")}
        </Mark>
      )}
    </>
  );
  return (
    <Card>
      {earlier && <MoreLink to={`${here}?earlier=yes`}>{t("conversation.thread.earlier")}</MoreLink>}
      {entries.length === 0 && <p>{t("conversation.thread.empty")}</p>}
      <Letters entries={entries} side="borrower" filesAt={`${here}/files`} under={under} />
      {waiting && (
        <p>
          {t("conversation.thread.look")} <MoreLink to={here}>{t("conversation.thread.refresh")}</MoreLink>
        </p>
      )}
    </Card>
  );
}

export default function ThreadPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t, language } = usePage();
  const { subject, answerBy, once, answerDays, tooMuch } = loaderData;
  const here = `/my/messages/${subject.id}`;
  const refusal: ShownRefusal | undefined = tooMuch ? { kind: "too-much" } : actionData?.refusal;
  const errors = refusal ? [sayMessageRefusal(t, refusal)] : [];
  return (
    <Page
      title={t("conversation.thread.title", { subject: t(`conversation.kind.${subject.kind}`) })}
      back={{ to: "/my/messages", label: t("conversation.title") }}
      error={errors.length > 0}
    >
      <ErrorSummary errors={errors} />
      <Quiet>{t("conversation.reference", { reference: subject.reference })}</Quiet>
      {refusal && refusal.kind !== "closed" && <p>{t("conversation.refusal.none")}</p>}
      {answerBy && (
        <Notice>
          <p>{t("conversation.thread.answerBy", { day: formatDay(answerBy, language) })}</p>
        </Notice>
      )}
      <Written thread={loaderData} here={here} />
      {subject.writable ? (
        <ReplyForm
          action={here}
          once={once}
          text={actionData?.text}
          errors={errors}
          answerDays={answerDays}
          proposal={subject.kind === "proposal"}
        />
      ) : (
        <>
          <p>{t("conversation.thread.closed")}</p>
          <LinkButton to="/my/messages#ask" quiet>
            {t("conversation.thread.askAnew")}
          </LinkButton>
        </>
      )}
    </Page>
  );
}
