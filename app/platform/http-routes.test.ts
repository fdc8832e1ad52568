import type { ServerBuild } from "react-router";
import { expect, test } from "vitest";
import { createRouteNamer } from "./http-routes.server.ts";

const routes = {
  root: { id: "root", path: "" },
  layout: { id: "layout", parentId: "root" },
  help: { id: "help", parentId: "layout", path: "help" },
  rest: { id: "rest", parentId: "layout", path: "*" },
  my: { id: "my", parentId: "root", path: "my" },
  account: { id: "account", parentId: "my", path: "accounts/:accountId" },
  pay: { id: "pay", parentId: "my", path: "accounts/:accountId/pay" },
} as unknown as ServerBuild["routes"];

test("a request is named by its route's pattern, however it was spelled", () => {
  const name = createRouteNamer(routes);
  expect(["/help", "/help/", "/HELP", "/%68elp"].map(name)).toEqual(["/help", "/help", "/help", "/help"]);
  expect(name("/my/accounts/0193b6a0")).toBe("/my/accounts/:accountId");
  expect(name("/my/accounts/0193b6a0/pay")).toBe("/my/accounts/:accountId/pay");
});

test("what no route fits has no name of its own, not even one that looks like a pattern", () => {
  const name = createRouteNamer(routes);
  expect(["/nobody/knows", "/my/accounts/a/b/c", "/:x"].map(name)).toEqual(["*", "*", "*"]);
});
