// A policy pack for whoever has to answer for it: every figure in words, with its grounds; or what two packs have
// otherwise.
import { translator } from "#app/i18n/i18n.ts";
import { formatDay } from "#app/i18n/format.ts";
import type { Language } from "#app/i18n/languages.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { differencesOf, figureGroupNames, figuresOf, figureSince } from "#app/modules/policy/compare-packs.ts";
import { sayFigure, type Speech } from "#app/modules/policy/figure-words.ts";
import {
  ComparisonTable,
  FigureTable,
  PolicyTableStyle,
  type ComparedRow,
  type FigureRow,
  type SaidFigure,
} from "#app/modules/policy/policy-tables.tsx";
import {
  knownPolicies,
  policyById,
  requirePolicy,
  type FigureName,
  type PolicyPack,
} from "#app/modules/policy/policy.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { Card } from "#app/ui/card.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { Lead, MoreLink } from "#app/ui/prose.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { Route } from "./+types/policy";

const notFound = (): Response => new Response(null, { status: 404 });

function requireKnown(id: string): PolicyPack {
  const pack = policyById(id);
  if (!pack) throw notFound();
  return pack;
}

function figureOf(pack: PolicyPack, name: FigureName, speech: Speech): SaidFigure {
  const { source, certainty } = pack[name];
  return { lines: sayFigure(pack, name, speech), source, certainty };
}

function comparedRows(here: PolicyPack, there: PolicyPack, speech: Speech): ComparedRow[] {
  return differencesOf(here, there).map(({ name, kind }) => ({
    name,
    kind,
    here: figureOf(here, name, speech),
    there: figureOf(there, name, speech),
  }));
}

function wholeRows(pack: PolicyPack, speech: Speech) {
  return figureGroupNames.map((group) => ({
    group,
    rows: figuresOf(pack, group).map((name): FigureRow => ({
      name,
      ...figureOf(pack, name, speech),
      since: figureSince(pack, name),
    })),
  }));
}

const addressOf = (id: string, other?: string): string =>
  `/ops/policies/${encodeURIComponent(id)}${other === undefined ? "" : `?with=${encodeURIComponent(other)}`}`;

export function loader({ context, params, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const language: Language = context.get(visitContext).language;
  const speech: Speech = { t: translator(language), language };
  const pack = requireKnown(params.packId);
  const wanted = new URL(request.url).searchParams.get("with");
  const other = wanted === null ? undefined : requireKnown(wanted);
  return {
    id: pack.id,
    with: other?.id,
    packs: knownPolicies().map((id) => {
      const { country, inForceFrom } = requirePolicy(id);
      return { id, country, inForceFrom, inUse: id === app.settings.policyPack };
    }),
    groups: other ? [] : wholeRows(pack, speech),
    differences: other ? comparedRows(pack, other, speech) : [],
  };
}

type Loaded = Route.ComponentProps["loaderData"];

function PackList({ packs, id, with: other }: Loaded) {
  const { t, language } = usePage();
  return (
    <Card title={t("policy.page.packs")}>
      <Rows>
        {packs.map((pack) => (
          <Row
            key={pack.id}
            title={`${pack.id} · ${t(`policy.country.${pack.country}`)}`}
            note={t("policy.page.inForceFrom", { day: formatDay(pack.inForceFrom, language) })}
            to={addressOf(pack.id)}
            tag={<Tag>{t(pack.inUse ? "policy.page.inUse" : "policy.page.notInUse")}</Tag>}
          />
        ))}
      </Rows>
      {packs
        .filter((pack) => pack.id !== id && pack.id !== other)
        .map((pack) => (
          <p key={pack.id}>
            <MoreLink to={addressOf(id, pack.id)}>{t("policy.page.compareWith", { id: pack.id })}</MoreLink>
          </p>
        ))}
    </Card>
  );
}

export default function PolicyPage({ loaderData }: Route.ComponentProps) {
  const { t, language } = usePage();
  const { id, with: other, packs, groups, differences } = loaderData;
  const shown = packs.find((pack) => pack.id === id);
  const title = other ? t("policy.page.compareTitle", { here: id, there: other }) : t("policy.page.title", { id });
  return (
    <DeskPage
      title={title}
      back={
        other
          ? { to: addressOf(id), label: t("policy.page.whole", { id }) }
          : { to: "/ops", label: t("staff.ops.title") }
      }
      narrow
    >
      <PolicyTableStyle />
      <Lead>{t("policy.page.lead")}</Lead>
      <p>{t("policy.page.own")}</p>
      {shown && <p>{t("policy.page.inForceFrom", { day: formatDay(shown.inForceFrom, language) })}</p>}
      <PackList {...loaderData} />
      {other === undefined ? (
        groups.map(({ group, rows }) => <FigureTable key={group} group={group} rows={rows} />)
      ) : (
        <ComparisonTable here={id} there={other} rows={differences} />
      )}
    </DeskPage>
  );
}
