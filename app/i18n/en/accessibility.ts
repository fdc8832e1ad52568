import type { accessibility as zh } from "../zh/accessibility.ts";

export const accessibility = {
  title: "Accessibility",
  lead: "Everyone should be able to understand and use this site, on any phone, by eye or by ear.",
  aimTitle: "What we aim for",
  aim: "We build to WCAG 2.2 level AA and to GB/T 37668-2019, the Chinese standard for accessible internet content.",
  doesTitle: "What works today",
  does: {
    keyboard: "everything can be done with a keyboard, and the focus can always be seen",
    reader: "screen readers find names for headings, forms, errors and tables",
    zoom: "text at twice the size, or a very narrow screen: nothing is lost, and nothing scrolls sideways",
    dark: "dark mode, high contrast and reduced motion follow your system",
    script: "old phones and slow networks: pages are small and need no JavaScript",
    time: "no hurry: the page says when it signs out, and what you have sent is kept",
    print: "any page prints, and each picture has the same content beside it in words or a table",
  },
  limitsTitle: "What does not work yet",
  limits: {
    pdf: "PDF files are not fully tagged yet; the same content is there as a page",
    provider: "the payment provider’s page is not ours; we pass on the problems that we hear of",
    sign: "there is no sign language and no easy-read version yet",
    tested: "we test with automatic checks and the keyboard, not yet with people who use assistive tools every day",
  },
  tellTitle: "Tell us about difficulties",
  tell: "Write to {{email}} or call {{phone}} ({{hours}}). Name the page and your device. You need no account number.",
  other: "Until it works, we give you the same content in a way that suits you, such as large print on paper.",
  answer: "We answer within 30 days.",
} satisfies typeof zh;
