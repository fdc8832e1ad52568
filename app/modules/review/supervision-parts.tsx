// What the tables of supervision share: a section of the page, and the people that they are about.
import { createContext, useContext, type ReactNode } from "react";
import { useT } from "#app/i18n/use-t.ts";
import type { Colleague } from "./supervision-view.ts";

export const Colleagues = createContext<readonly Colleague[]>([]);

export interface PersonFigures {
  readonly staffId: string;
  readonly kind: string;
  readonly count: number;
}

/**
 * Those who are known, in the order of their names; with `ids` only those, and whoever has left the portfolio since
 * under a name that is none.
 */
export function useColleagues(ids?: readonly string[]): readonly { readonly id: string; readonly name: string }[] {
  const t = useT();
  const known = useContext(Colleagues);
  if (!ids) return known;
  const wanted = new Set(ids);
  const others = [...wanted].filter((id) => !known.some((person) => person.id === id));
  return [...known.filter(({ id }) => wanted.has(id)), ...others.map((id) => ({ id, name: t("supervision.unknown") }))];
}

export function SupervisionSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
