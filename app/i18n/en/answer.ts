import type { answer as zh } from "../zh/answer.ts";

export const answer = {} satisfies typeof zh;
