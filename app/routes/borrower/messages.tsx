// What somebody and the desk have written to each other, unread first; what else can be written about; and a question
// about anything, which opens a thread of its own.
import { data, redirect } from "react-router";
import { formatMoment } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { newId } from "#app/kernel/ids.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { listAccountNames } from "#app/modules/accounts/accounts.server.ts";
import { QuestionForm } from "#app/modules/conversation/conversation.schema.ts";
import { askQuestion } from "#app/modules/conversation/conversation.server.ts";
import { typedText } from "#app/modules/conversation/conversation.ts";
import { sayMessageRefusal, type ShownRefusal } from "#app/modules/conversation/message-words.ts";
import { AskForm } from "#app/modules/conversation/ask-form.tsx";
import { listThreads } from "#app/modules/conversation/read-threads.server.ts";
import { MatterList, ThreadList } from "#app/modules/conversation/thread-list.tsx";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Page } from "#app/ui/page.tsx";
import type { Route } from "./+types/messages";

export async function loader({ context }: Route.LoaderArgs) {
  const [app, actor] = [context.get(appContext), context.get(borrowerContext)];
  const { language } = context.get(visitContext);
  const { threads, matters } = await listThreads(app, actor);
  const accounts = await listAccountNames(app, actor);
  return {
    once: newId(),
    matters,
    accounts: accounts.map(({ id, productType, lastSigns }) => ({ id, productType, lastSigns })),
    threads: threads.map(({ lastAt, ...thread }) => ({
      ...thread,
      last: formatMoment(lastAt, language, app.settings.timeZone),
    })),
  };
}

export async function action({ context, request }: Route.ActionArgs) {
  const { language } = context.get(visitContext);
  const form = parseForm(QuestionForm, await request.formData());
  const refuse = (refusal: ShownRefusal, text: unknown, account?: unknown) =>
    data({ refusal, text: typedText(text), account: typedText(account) }, 422);
  if (!form.ok) {
    const { account, text } = form.errors;
    const kind = account ? "account" : text === "unreadable" ? text : "too-long";
    return refuse({ kind }, form.values.text, form.values.account);
  }
  const { text, once, account } = form.value;
  const [app, actor] = [context.get(appContext), context.get(borrowerContext)];
  const about = account === undefined || account === "none" ? {} : { accountId: account };
  const asked = await askQuestion(app, actor, { text, once, ...about }, language);
  if (asked.ok) return redirect(`/my/messages/${asked.value.threadId}`, 303);
  if (asked.refusal.kind === "not-found") throw data(null, 404);
  return refuse(asked.refusal, text, account);
}

export default function MessagesPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const { once, threads, matters, accounts } = loaderData;
  const errors = actionData ? [sayMessageRefusal(t, actionData.refusal)] : [];
  return (
    <Page title={t("conversation.title")} back={{ to: "/my" }} error={errors.length > 0}>
      <ErrorSummary errors={errors} />
      <p>{t("conversation.lead")}</p>
      <ThreadList threads={threads} />
      <MatterList matters={matters} />
      <AskForm
        once={once}
        accounts={accounts.map((account) => ({ value: account.id, label: nameAccount(t, account) }))}
        text={actionData?.text}
        account={actionData?.account}
        errors={errors}
      />
    </Page>
  );
}
