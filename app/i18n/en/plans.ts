import type { plans as zh } from "../zh/plans.ts";

export const plans = {} satisfies typeof zh;
