import { afterAll, beforeAll, expect, test } from "vitest";
import { fictionalAccount } from "#tests/world/people.ts";
import { Browser, placePeople } from "#tests/world/way-in.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { findSession } from "./sessions.server.ts";

const liHua = fictionalAccount(0);
let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  await placePeople(app, [liHua]);
});
afterAll(() => app.close());

test("a person on file comes in with the code that reaches the phone on file", async () => {
  const phone = new Browser(app);
  const answer = await phone.signIn(liHua);
  expect(answer).toMatchObject({ kind: "signed-in" });
  expect(await findSession(app, phone.carried.session ?? "")).toMatchObject({ language: "zh-CN" });
});
