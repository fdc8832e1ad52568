import { createHash } from "node:crypto";
import path from "node:path";
import { reactRouter } from "@react-router/dev/vite";
import { defineConfig, type Plugin } from "vite";

/** Which rule has which short name, to notice when two would share one. */
const shortNames = new Map<string, string>();

/** Short, because every page carries the style sheet, and the same in each build and on each machine. */
function shortClassName(name: string, file: string): string {
  const rule = `${path.relative(import.meta.dirname, file.split("?", 1)[0] ?? file).replaceAll("\\", "/")}#${name}`;
  const hash = BigInt(`0x${createHash("sha256").update(rule).digest("hex").slice(0, 12)}`);
  const short = `c${(hash % 36n ** 4n).toString(36)}`;
  const other = shortNames.get(short);
  if (other !== undefined && other !== rule) throw new Error(`${rule} and ${other} would share a name: rename one`);
  shortNames.set(short, rule);
  return short;
}

/**
 * The build of the server brings the same rules once more in another order; the pages need them once.
 * Class names are the same in both, so its sheet can go.
 */
const oneStyleSheet: Plugin = {
  name: "one-style-sheet",
  applyToEnvironment: ({ name }) => name === "ssr",
  generateBundle(_options, bundle) {
    for (const file of Object.keys(bundle)) if (file.endsWith(".css")) delete bundle[file];
  },
};

export default defineConfig({
  plugins: [reactRouter(), oneStyleSheet],
  css: { modules: { generateScopedName: shortClassName } },
  build: {
    // One style sheet, small enough to be inlined under the nonce by the root.
    cssCodeSplit: false,
    assetsInlineLimit: 0,
  },
});
