import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["app/**/*.test.{ts,tsx}", "tests/**/*.test.ts"],
          exclude: ["**/*.db.test.ts", "tests/journeys/**", "node_modules/**"],
        },
      },
      {
        test: {
          name: "database",
          include: ["app/**/*.db.test.ts", "tests/**/*.db.test.ts"],
          globalSetup: ["tests/world/global-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
