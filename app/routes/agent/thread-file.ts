// A file that a borrower sent with a message, for whoever has opened the case.
import { data } from "react-router";
import { readThreadFileForDesk } from "#app/modules/conversation/thread-files.server.ts";
import { fileEndings, type EvidenceMediaType } from "#app/modules/hardship/evidence.ts";
import { openAccess } from "#app/modules/review/access.server.ts";
import { appContext, staffContext } from "#app/platform/contexts.server.ts";
import type { Route } from "./+types/thread-file";

export async function loader({ context, params }: Route.LoaderArgs) {
  const [app, actor] = [context.get(appContext), context.get(staffContext)];
  const { threadId, fileId } = params;
  const opened = await openAccess(app, actor, { caseId: threadId }, "messages");
  const file = opened.ok ? await readThreadFileForDesk(app, actor, threadId, fileId) : undefined;
  if (!file) throw data(null, 404);
  const ending = fileEndings[file.mediaType as EvidenceMediaType];
  return new Response(file.bytes, {
    headers: {
      "Content-Type": file.mediaType,
      "Content-Disposition": `attachment; filename="file-${fileId.slice(-6)}.${ending}"`,
      "Cache-Control": "no-store",
    },
  });
}
