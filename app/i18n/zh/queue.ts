// Words of the queue pages.
export const queue = {};
