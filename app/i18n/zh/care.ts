// Words of the care pages.
export const care = {};
