// The queue as a file: few rows at once, more of them with a second person's yes.
import { data, redirect } from "react-router";
import { formatMoment } from "#app/i18n/format.ts";
import { translator, type T } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { may } from "#app/kernel/permissions.ts";
import { ExportForm } from "#app/modules/review/exports.schema.ts";
import { ExportsPage, type ExportsShown, type ShownExport } from "#app/modules/review/exports-page.tsx";
import {
  askExport,
  countExport,
  decideExport,
  listExports,
  type AskedExport,
  type ExportWish,
} from "#app/modules/review/exports.server.ts";
import { exportCap } from "#app/modules/review/exports.ts";
import { readWish, writeWish, type QueueFilters, type QueueView } from "#app/modules/review/queue.ts";
import type { App } from "#app/platform/app.server.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import type { Route } from "./+types/exports";

type Args = Pick<Route.LoaderArgs, "context" | "request">;

function wishOf(request: Request): ExportWish {
  const wish = readWish(new URL(request.url).searchParams);
  return { ...wish, view: wish.view ?? "all", mark: undefined };
}

/** "Not taken, River Bank, English" */
function sayWhat(app: App, t: T, language: Language, view: QueueView, filters: QueueFilters): string {
  const creditor = app.settings.creditors.find(({ code }) => code === filters.creditor);
  const words = [
    t(`queue.view.${view}`),
    creditor?.shortName[language],
    filters.language && t(`queue.language.${filters.language}`),
    filters.level && t(`queue.level.${filters.level}`),
  ];
  return words.filter((word) => word !== undefined).join(language === "zh-CN" ? "，" : ", ");
}

function showAsked(app: App, t: T, language: Language): (asked: AskedExport) => ShownExport {
  const at = (moment: Date): string => formatMoment(moment, language, app.settings.timeZone);
  return ({ order, askedAt, until, ...asked }) => ({
    ...asked,
    what: sayWhat(app, t, language, order.view, order),
    rows: order.rows,
    askedAt: at(askedAt),
    until: until && at(until),
  });
}

const toldCodes = ["asked", "approved", "returned"] as const;

async function showExports({ context, request }: Args, refused?: ExportsShown["refused"]): Promise<ExportsShown> {
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const { language } = context.get(visitContext);
  const t = translator(language);
  const wish = wishOf(request);
  const count = await countExport(app, actor, wish);
  const limit = app.settings.desk.exportRows;
  const asked = new URL(request.url).searchParams;
  const far = count > exportCap;
  return {
    address: writeWish(wish),
    view: sayWhat(app, t, language, wish.view, wish),
    total: far ? `${exportCap}+` : String(count),
    size: count === 0 ? "none" : far ? "far" : count > limit ? "many" : "now",
    limit: far ? exportCap : limit,
    asked: (await listExports(app, actor)).map(showAsked(app, t, language)),
    told: refused ? undefined : toldCodes.find((code) => code === asked.get("told")),
    refused: refused ?? (asked.has("not_ready") ? "not-ready" : undefined),
  };
}

export async function loader(args: Route.LoaderArgs) {
  return showExports(args);
}

export async function action(args: Route.ActionArgs) {
  const { context, request } = args;
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const wish = wishOf(request);
  const read = parseForm(ExportForm, await request.formData());
  if (!read.ok) throw new Response(null, { status: 422 });
  const { intent, approval = "", note } = read.value;
  const done = redirect(`/desk/exports${writeWish(wish, { told: intent === "ask" ? "asked" : intent })}`, 303);
  if (intent === "ask") {
    const asked = await askExport(app, actor, wish);
    // Too many by now: the page says so.
    return asked.ok ? done : data(await showExports(args), 422);
  }
  if (!may(actor.role, "export.approve")) throw new Response(null, { status: 403 });
  const decided = await decideExport(app, actor, approval, intent, note.trim());
  if (decided.ok) return done;
  const { kind } = decided.refusal;
  if (kind === "not-found") throw data(null, 404);
  return data(await showExports(args, kind), 422);
}

export default function Exports({ loaderData, actionData }: Route.ComponentProps) {
  return <ExportsPage {...(actionData ?? loaderData)} />;
}
