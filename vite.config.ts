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

/** The build puts parts and tokens into the sheet in an order of its own, so which layer wins is said first. */
const layersFirst: Plugin = {
  name: "layers-first",
  enforce: "post",
  generateBundle: {
    order: "post",
    handler(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "asset" && file.fileName.endsWith(".css"))
          file.source = `@layer base,parts;${String(file.source)}`;
      }
    },
  },
};

export default defineConfig({
  plugins: [reactRouter(), layersFirst],
  css: { modules: { generateScopedName: shortClassName } },
  build: {
    // One style sheet, small enough to be inlined under the nonce by the root.
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // The build of the server makes the same sheet once more with its rules in another order. Under one name the
        // two become one file; it is part of each page, so it needs no hash.
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith(".css")) ? "assets/[name][extname]" : "assets/[name]-[hash][extname]",
      },
    },
  },
});
