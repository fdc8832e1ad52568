// One small style sheet, inlined and allowed by its hash, so that the page needs no other file.

import { createHash } from "node:crypto";

export const STYLE = `
:root { color-scheme: light dark; --paper: light-dark(#f6f7f9, #14161a); --surface: light-dark(#fff, #1c1f25);
  --ink: light-dark(#1b1f27, #e9ebef); --muted: light-dark(#565f6e, #a5adba); --line: light-dark(#7d8694, #6c7686);
  --hair: light-dark(#e1e4e9, #2e333c); --accent: light-dark(#27477f, #9dbcf2); --on-accent: light-dark(#fff, #10192b);
  --note: light-dark(#6b4700, #f0cd8c); --note-soft: light-dark(#fff1d6, #3a2d14); --wrong: light-dark(#9c2d1f, #f0a396);
  font: 400 17px/1.6 system-ui, "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
.banner { background: var(--note-soft); color: var(--note); padding: 10px 16px; text-align: center; font-weight: 600; }
main { max-width: 30rem; margin: 0 auto; padding: 12px 16px 48px; }
.lang { text-align: right; margin: 0; }
a { color: var(--accent); text-underline-offset: .2em; }
h1 { font-size: 1.3rem; font-weight: 600; margin: 8px 0 12px; }
.amount { font-size: 2.1rem; line-height: 1.25; font-weight: 300; margin: 0; }
.muted { color: var(--muted); }
.box { background: var(--surface); border: 1px solid var(--hair); border-radius: 14px; padding: 18px; margin: 16px 0; }
.items { list-style: none; margin: 0; padding: 0; }
.items li { display: flex; gap: 12px; justify-content: space-between; padding: 4px 0; }
.items span:last-child { white-space: nowrap; font-variant-numeric: tabular-nums; }
fieldset { border: 0; margin: 0; padding: 0; }
legend { font-weight: 600; padding: 0; margin-bottom: 6px; }
.choice { display: flex; align-items: center; gap: 12px; min-height: 48px; border-top: 1px solid var(--hair); }
.choice input { width: 20px; height: 20px; margin: 0; accent-color: var(--accent); }
.choice label { flex: 1; padding: 10px 0; }
.field { margin: 12px 0; }
.field label { display: block; font-weight: 600; }
.field input { width: 100%; min-height: 48px; padding: 8px 12px; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
.field input[aria-invalid] { border: 2px solid var(--wrong); }
.wrong { color: var(--wrong); margin: 0; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 0 12px; }
form:has(#method-alipay:checked) .card-fields, form:has(#method-wechat_pay:checked) .card-fields { display: none; }
button { display: block; width: 100%; min-height: 52px; margin-top: 12px; padding: 8px 16px; font: inherit; font-weight: 600; border-radius: 12px; border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); cursor: pointer; }
button.quiet { background: transparent; color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.center { text-align: center; }
.qr { width: min(220px, 100%); margin: 0 auto; background: #fff; padding: 12px; border-radius: 10px; }
.qr svg { display: block; width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; } td { padding: 4px 8px 4px 0; vertical-align: top; }
`;

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/**
 * No script, nothing from elsewhere. `form-action` must name the portal too: browsers apply it to
 * the redirect that follows the form.
 */
export function policyFor(returnAddresses: readonly (string | null)[]): string {
  const origins = returnAddresses.filter((address) => address !== null).map((address) => new URL(address).origin);
  return [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    `form-action 'self' ${[...new Set(origins)].join(" ")}`.trim(),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
