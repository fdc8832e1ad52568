// Words of the answer pages.
export const answer = {};
