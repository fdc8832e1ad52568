// A file that its owner sent with a message, back as a file.
import { data } from "react-router";
import { readThreadFile } from "#app/modules/conversation/thread-files.server.ts";
import { fileEndings, type EvidenceMediaType } from "#app/modules/hardship/evidence.ts";
import { appContext, borrowerContext } from "#app/platform/contexts.server.ts";
import type { Route } from "./+types/thread-file";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { threadId, fileId } = params;
  const file = await readThreadFile(context.get(appContext), context.get(borrowerContext), threadId, fileId);
  if (!file) throw data(null, 404);
  const ending = fileEndings[file.mediaType as EvidenceMediaType];
  return new Response(file.bytes, {
    headers: {
      "Content-Type": file.mediaType,
      // The name says nothing about the person or the file: it shows in download lists of shared devices.
      "Content-Disposition": `attachment; filename="file-${fileId.slice(-6)}.${ending}"`,
      "Cache-Control": "no-store",
    },
  });
}
