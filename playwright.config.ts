import { defineConfig } from "@playwright/test";
import { browserFlags, findBrowser } from "./app/commands/find-browser.ts";

const browser = findBrowser();

export default defineConfig({
  testDir: "tests/journeys",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"] ? [["list"], ["json"]] : "list",
  globalSetup: "./tests/journeys/start-portal.ts",
  use: {
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    launchOptions: { args: browserFlags, ...(browser ? { executablePath: browser } : {}) },
  },
});
