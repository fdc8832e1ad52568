import { expect, test } from "vitest";
import { zh } from "#app/i18n/zh/catalogue.ts";
import { evidenceKinds } from "#app/modules/hardship/evidence.ts";
import { proposalEvents } from "#app/modules/hardship/proposals.ts";
import { caseKinds } from "#app/modules/identity/help-cases.ts";
import { changeCauses } from "#app/modules/plans/changes.ts";
import { planEvents } from "#app/modules/plans/plans.ts";
import { shownGrounds, shownWhats } from "./access-log.ts";
import { glassReasons } from "./case-glass.ts";
import {
  kindsIn,
  newestFirst,
  readCursor,
  readTimelineView,
  timelineKinds,
  timelineViews,
  writeCursor,
} from "./timeline.ts";

test("every code that the database may hold has its words", () => {
  const { timeline, requests, glass } = zh.cases;
  const sorted = (words: object) => Object.keys(words).toSorted();
  expect(sorted(timeline.proposal)).toEqual(proposalEvents.toSorted());
  expect(sorted(timeline.plan)).toEqual([...planEvents, ...Object.values(changeCauses)].toSorted());
  expect(sorted(requests.kind)).toEqual(caseKinds.toSorted());
  expect(sorted(zh.evidence.kinds)).toEqual(evidenceKinds.toSorted());
  expect(sorted(glass.reasons)).toEqual(glassReasons.toSorted());
  expect(sorted(timeline.access)).toEqual(shownWhats.toSorted());
  expect(sorted(timeline.ground)).toEqual(shownGrounds.toSorted());
});

test("every kind of entry is in the whole list and in one of the narrower ones", () => {
  expect(kindsIn("all")).toEqual(timelineKinds);
  const narrow = timelineViews.filter((view) => view !== "all").flatMap((view) => kindsIn(view));
  expect(narrow.toSorted()).toEqual(timelineKinds.toSorted());
});

test("a cursor reads back as it was written; what is none is the beginning", () => {
  const cursor = { at: "2026-11-23T04:00:00.123456Z", key: "01a20b75-2b00-7000-8000-0123456789ab:opened" };
  expect(readCursor(writeCursor(cursor))).toEqual(cursor);
  for (const text of [
    null,
    "",
    "yesterday",
    "2026-11-23",
    "9999-99-99T99:99:99.000000Z~a",
    "2026-11-23T04:00:00.123456Z~'",
    "2026-02-31T04:00:00.123456Z~a",
    "0000-01-01T00:00:00.000000Z~a",
  ]) {
    expect(readCursor(text)).toBe(newestFirst);
  }
  expect([readTimelineView("money"), readTimelineView("__proto__"), readTimelineView(null)]).toEqual([
    "money",
    "all",
    "all",
  ]);
});
