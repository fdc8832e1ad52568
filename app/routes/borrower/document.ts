// A document of one's own as a file to keep: an agreement or a certificate, in one language.
import { data } from "react-router";
import { readDocument } from "#app/modules/plans/documents.server.ts";
import { appContext, borrowerContext } from "#app/platform/contexts.server.ts";
import type { Route } from "./+types/document";

export async function loader({ context, params }: Route.LoaderArgs) {
  const document = await readDocument(context.get(appContext), context.get(borrowerContext), params.documentId);
  if (!document) throw data(null, 404);
  return new Response(document.bytes, {
    headers: {
      "Content-Type": document.mediaType,
      "Content-Disposition": `attachment; filename="${document.fileName}"`,
    },
  });
}
