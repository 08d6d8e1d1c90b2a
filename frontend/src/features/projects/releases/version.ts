/** What a version may be called. */
export const VERSION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
