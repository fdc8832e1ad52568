import type { conversation as zh } from "../zh/conversation.ts";

export const conversation = {} satisfies typeof zh;
