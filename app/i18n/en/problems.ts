import type { problems as zh } from "../zh/problems.ts";

export const problems = {
  elsewhere: {
    title: "Please send the form from our own page",
    text: "This form was not sent from a page of this site, so we did nothing with it. Nothing has changed. Please open the page again and send it from there.",
  },
  missing: {
    title: "We could not find this page",
    text: "The address may have a mistake in it, or the page has moved. You can start again from the home page.",
  },
  tooLarge: {
    title: "What was sent is too long",
    text: "We did nothing with it. Please make it shorter and send it again.",
  },
  busy: {
    title: "The site is busy at the moment",
    text: "We cannot show this page right now. Nothing has changed. Please wait a minute and open the page again.",
  },
  broken: {
    title: "We cannot show this page right now",
    text: "This is our fault, not yours. Please try again later. If it stays like this, please give us the reference below.",
  },
  unreadable: {
    title: "We could not read this request",
    text: "We did nothing with it. Please go back to the page before and try again.",
  },
  reference: "Reference: {{traceId}}",
  home: "Home page",
  help: "Help",
} satisfies typeof zh;
