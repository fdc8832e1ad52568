// Names a request by the pattern of its route ("/my/accounts/:accountId"), for logs and metrics: an address as it
// was asked for may hold an id or whatever somebody typed, a pattern holds nothing of anybody.
import type { ServerBuild } from "react-router";

type Segments = readonly string[];

function split(path: string): Segments {
  return path.split("/").filter((segment) => segment !== "");
}

function patternsOf(routes: ServerBuild["routes"]): Set<string> {
  const pathOf = (id: string): Segments => {
    const route = routes[id];
    if (!route) return [];
    return [...(route.parentId ? pathOf(route.parentId) : []), ...split(route.path ?? "")];
  };
  return new Set(Object.keys(routes).map((id) => `/${pathOf(id).join("/")}`));
}

function fits(pattern: Segments, path: Segments): boolean {
  return (
    pattern.length === path.length &&
    pattern.every((part, index) => part.startsWith(":") || part === path[index]?.toLowerCase())
  );
}

export type RouteNamer = (pathname: string) => string;

/** Answers "*" for what no route fits. Where several fit, the one with fewer parameters is the route. */
export function createRouteNamer(routes: ServerBuild["routes"]): RouteNamer {
  const fixed = patternsOf(routes);
  const withParameters = [...fixed]
    .filter((pattern) => pattern.includes("/:"))
    .toSorted((a, b) => a.split(":").length - b.split(":").length)
    .map((pattern) => ({ pattern, segments: split(pattern) }));
  return (pathname) => {
    if (!pathname.includes(":") && fixed.has(pathname)) return pathname;
    const path = split(decodeURIComponent(pathname));
    const plain = `/${path.join("/").toLowerCase()}`;
    if (!plain.includes(":") && fixed.has(plain)) return plain;
    return withParameters.find(({ segments }) => fits(segments, path))?.pattern ?? "*";
  };
}
