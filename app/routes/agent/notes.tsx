// Notes that staff write for each other about a person, and one more of them. A note that was saved leads back to where
// it was written.
import { data, redirect } from "react-router";
import { translator } from "#app/i18n/i18n.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { newId } from "#app/kernel/ids.ts";
import { may } from "#app/kernel/permissions.ts";
import { openAccess } from "#app/modules/review/access.server.ts";
import { nothingSent, problemOf, refusedForm, type CaseAnswer } from "#app/modules/review/case-forms.ts";
import { Notes } from "#app/modules/review/notes-list.tsx";
import { NoteForm } from "#app/modules/review/notes.schema.ts";
import { addNote, readNotes } from "#app/modules/review/notes.server.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import type { Route } from "./+types/notes";

type Args = Pick<Route.LoaderArgs, "context" | "params">;

/** Whose case it is not reads on their page who has it. */
async function requireOpen({ context, params: { borrowerId } }: Args): Promise<void> {
  const opened = await openAccess(context.get(appContext), context.get(staffContext), { borrowerId }, "notes");
  if (opened.ok) return;
  throw opened.refusal.kind === "not-found" ? data(null, 404) : redirect(`/desk/borrowers/${borrowerId}`, 303);
}

export async function loader(args: Route.LoaderArgs) {
  await requireOpen(args);
  const { context, params } = args;
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  return {
    notes: await readNotes(app, actor, params.borrowerId),
    borrowerId: params.borrowerId,
    zone: app.settings.timeZone,
    mayWrite: may(actor.role, "note.write"),
    once: newId(),
  };
}

export async function action(args: Route.ActionArgs) {
  const { context, params, request } = args;
  const form = await request.formData();
  await requireOpen(args);
  const read = parseForm(NoteForm, form);
  if (!read.ok) {
    const t = translator(context.get(visitContext).language);
    return data<CaseAnswer>(refusedForm(t, read), 422);
  }
  const { once, note: text, case: caseId } = read.value;
  await addNote(context.get(appContext), context.get(staffContext), params.borrowerId, { once, text, caseId });
  // A case that is not this person's leads to what is not there.
  const back = caseId === undefined ? `/desk/borrowers/${params.borrowerId}/notes` : `/desk/cases/${caseId}`;
  return redirect(`${back}#notes`, 303);
}

export default function NotesPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const { notes, borrowerId, zone, mayWrite, once } = loaderData;
  const answer = actionData ?? nothingSent;
  const form = { borrowerId, once, typed: answer.typed["note"], error: problemOf(answer, "note") };
  return (
    <DeskPage
      title={t("cases.notesTitle")}
      back={{ to: `/desk/borrowers/${borrowerId}`, label: t("cases.backToPerson") }}
      error={answer.problems.length > 0}
      narrow
    >
      <ErrorSummary errors={answer.problems} />
      <Notes notes={notes} zone={zone} form={mayWrite ? { ...form, caseId: answer.typed["case"] } : undefined} />
    </DeskPage>
  );
}
