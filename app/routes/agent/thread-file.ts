// A file that a borrower sent with a message, marked with who takes it.
import { data, redirect } from "react-router";
import { fileEndings, type EvidenceMediaType } from "#app/modules/hardship/evidence.ts";
import { openAccess } from "#app/modules/review/access.server.ts";
import { viewThreadFile } from "#app/modules/review/thread-file-view.server.ts";
import { appContext, staffContext } from "#app/platform/contexts.server.ts";
import type { Route } from "./+types/thread-file";

export async function loader({ context, params }: Route.LoaderArgs) {
  const [app, actor] = [context.get(appContext), context.get(staffContext)];
  const { threadId, fileId } = params;
  const opened = await openAccess(app, actor, { caseId: threadId }, "messages");
  // The thread's own page knows where to lead.
  if (!opened.ok && opened.refusal.kind === "not-yours") throw redirect(`/desk/messages/${threadId}`, 303);
  const file = opened.ok ? await viewThreadFile(app, actor, threadId, fileId) : undefined;
  if (!file) throw data(null, 404);
  const ending = fileEndings[file.mediaType as EvidenceMediaType];
  return new Response(Buffer.from(file.bytes), {
    headers: {
      "Content-Type": file.mediaType,
      // The name says nothing about the person or the file: it shows in download lists.
      "Content-Disposition": `attachment; filename="file-${fileId.slice(-6)}.${ending}"`,
      "Cache-Control": "no-store",
    },
  });
}
