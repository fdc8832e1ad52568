export const hardship = {};
