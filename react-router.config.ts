import type { Config } from "@react-router/dev/config";

export default {
  ssr: true,
  // The server is ours (app/server.ts); guards run as middleware before any loader.
  buildDirectory: "build",
} satisfies Config;
