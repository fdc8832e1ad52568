import { reactRouter } from "@react-router/dev/vite";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [reactRouter()],
  build: {
    // One style sheet, small enough to be inlined under the nonce (app/platform/styles.server.ts).
    cssCodeSplit: false,
    assetsInlineLimit: 0,
  },
});
