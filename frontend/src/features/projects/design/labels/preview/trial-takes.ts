import type { Captures, Fresh } from "~/annotate/prompt/captures";
import type { Take, TakesState } from "~/api/takes-core";

let made = 0;

/** A take that only this page has: looked at by nobody, so nothing is wrong with it. */
function takeOf(fresh: Fresh): Take {
  made += 1;
  const { suffix, ...rest } = fresh;
  const name = `trial-${made}.${suffix}`;
  return {
    ...rest,
    id: name,
    name,
    work: "",
    person: 0,
    project_id: 0,
    assignment_id: 0,
    at: Date.now(),
    url: null,
    whole: true,
    refusal: null,
    dropped: false,
    capture: {
      id: made,
      label: fresh.label,
      state: "passed",
      name,
      bytes: fresh.blob.size,
      measured: null,
      faults: [],
      created_at: new Date().toISOString(),
    },
  };
}

/** Where takes are tried: they stay on the page and go nowhere. */
export function trialTakes(): Captures {
  let state: TakesState = { all: [], sent: new Map(), trouble: null };
  const ears = new Set<() => void>();
  const set = (next: readonly Take[]) => {
    state = { ...state, all: next };
    for (const ear of ears) ear();
  };
  return {
    read: async () => [],
    own: {
      state: () => state,
      listen: (ear) => {
        ears.add(ear);
        return () => ears.delete(ear);
      },
      mine: () => state.all,
      put: async (fresh) => {
        const take = takeOf(fresh);
        set([...state.all, take]);
        return take.id;
      },
      drop: async (id) => set(state.all.filter((one) => one.id !== id)),
      again: async () => undefined,
    },
  };
}
