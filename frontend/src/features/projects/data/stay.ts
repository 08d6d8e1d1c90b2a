/** Keeps a question open: what is wrong stands at its field, and needs no further word. */
export const stay = (): Promise<never> => Promise.reject(undefined);
