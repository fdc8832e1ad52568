// A Chromium for the journeys: one that is named, one that the system has, or one that can be installed.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const known = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

/** Flags for running as root and without a network. */
export const browserFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/** Path of a browser that is here; undefined where Playwright's own or none is. */
export function findBrowser(named = process.env["PLAYWRIGHT_CHROMIUM"]): string | undefined {
  return [named, ...known].find((file) => file !== undefined && existsSync(file));
}

async function playwrightHasOne(): Promise<boolean> {
  const { chromium } = await import("@playwright/test");
  return existsSync(chromium.executablePath());
}

/** Finds a browser or installs one; answers false where neither works. */
export async function ensureBrowser(): Promise<boolean> {
  if (findBrowser() || (await playwrightHasOne())) return true;
  const tries = [
    ...(process.getuid?.() === 0
      ? [["sh", "-c", "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y chromium fonts-noto-cjk"]]
      : []),
    ["npx", "playwright", "install", "chromium"],
  ];
  for (const [command = "", ...args] of tries) {
    spawnSync(command, args, { stdio: "inherit" });
    if (findBrowser() || (await playwrightHasOne())) return true;
  }
  return false;
}
