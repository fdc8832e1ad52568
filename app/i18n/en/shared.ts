import type { shared as zh } from "../zh/shared.ts";

export const shared = {
  back: "Back",
} satisfies typeof zh;
