import { loadTypes } from ".";

/** Whoever imports this can show every kind: where it is not known what is asked. */
await loadTypes();
