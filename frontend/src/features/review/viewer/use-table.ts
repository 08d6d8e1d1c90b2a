import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { api, must, newKey } from "~/api/client";
import { deviceHere } from "~/api/device";
import { outbox } from "~/api/outbox";
import { isProblem } from "~/api/problem";
import { useMe } from "~/api/session";
import { after, EMPTY, openCount, type Step, type Table } from "../model/session";
import { isAt, type Place } from "./place";

/** How many open pieces one has in hand, so that the next is always there. */
const READY = 4;
const MOST_HELD = 100;

export type Held = { item: string; thumbnail: string | null; dueAt: string | null };

export type Desk = {
  table: Table;
  take: (step: Step) => void;
  /** What is known of a piece by its row, before it is read whole. */
  held: ReadonlyMap<number, Held>;
  /** Asks for more work; quiet where there is enough in hand. */
  more: () => Promise<void>;
  getting: boolean;
  fault: unknown;
};

/** The pieces in hand at a place: those that are held, those on their way out, and new ones. */
export function useTable(place: Place): Desk {
  const [table, take] = useReducer(after, EMPTY);
  const [held, setHeld] = useState<ReadonlyMap<number, Held>>(new Map());
  const [getting, setGetting] = useState(true);
  const [fault, setFault] = useState<unknown>();
  const client = useQueryClient();
  const open = useRef(0);
  open.current = openCount(table);
  const busy = useRef(false);
  const key = useRef<string | null>(null);
  const { projectId, stageId, level } = place;
  const person = useMe().id;

  const more = useCallback(async () => {
    const wanted = READY - open.current;
    if (busy.current || wanted <= 0) return;
    busy.current = true;
    setGetting(true);
    try {
      key.current ??= newKey();
      const { leases } = await must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/claims", {
          params: {
            path: { project_id: projectId, stage_id: stageId },
            header: { "idempotency-key": key.current },
          },
          body: { level, count: wanted, device: deviceHere() },
        }),
      );
      key.current = null;
      for (const lease of leases)
        client.removeQueries({ queryKey: ["review", "work", projectId, lease.id] });
      setHeld((known) => with_(known, leases.map(rowOfLease)));
      take({ do: "brought", ids: leases.map((lease) => lease.id) });
      if (leases.length > 0) void client.invalidateQueries({ queryKey: ["work", "offers"] });
      setFault(undefined);
    } catch (error) {
      if (isProblem(error) && error.status !== 0) key.current = null;
      // Who holds all one may hold has work; more comes when some of it is sent.
      if (!(isProblem(error) && error.code === "holds_full")) setFault(error);
    } finally {
      busy.current = false;
      setGetting(false);
    }
  }, [projectId, stageId, level, client]);

  useEffect(() => {
    let gone = false;
    const at: Place = { projectId, stageId, level };
    const begin = async () => {
      try {
        await outbox.start(person);
        const page = await must(
          api.GET("/api/v1/me/assignments", {
            params: {
              query: { project_id: projectId, level, state: ["reserved"], limit: MOST_HELD },
            },
          }),
        );
        if (gone) return;
        const rows = page.items.filter((row) => isAt(at, row));
        rows.sort((one, other) => one.id - other.id);
        setHeld((known) => with_(known, rows.map(rowOfWork)));
        take({ do: "brought", ids: rows.map((row) => row.id) });
        const { waiting, refused } = outbox.state();
        for (const letter of waiting.filter((one) => isAt(at, one)))
          take({ do: "judged", id: letter.assignment_id, verdict: letter.body.verdict! });
        for (const letter of refused.filter((one) => isAt(at, one)))
          take({ do: "refused", id: letter.assignment_id });
        open.current = rows.length - waiting.filter((one) => isAt(at, one)).length;
      } catch (error) {
        if (gone) return;
        setFault(error);
        setGetting(false);
        return;
      }
      await more();
    };
    void begin();
    return () => {
      gone = true;
    };
  }, [projectId, stageId, level, person, more]);

  return { table, take, held, more, getting, fault };
}

type Row = [id: number, held: Held];

const rowOfLease = (lease: { id: number; item: { name: string }; due_at?: string | null }): Row => [
  lease.id,
  { item: lease.item.name, thumbnail: null, dueAt: lease.due_at ?? null },
];
const rowOfWork = (row: {
  id: number;
  item: string;
  due_at?: string | null;
  thumbnail_url?: string | null;
}): Row => [
  row.id,
  { item: row.item, thumbnail: row.thumbnail_url ?? null, dueAt: row.due_at ?? null },
];

function with_(known: ReadonlyMap<number, Held>, rows: readonly Row[]): ReadonlyMap<number, Held> {
  return rows.length === 0 ? known : new Map([...known, ...rows]);
}
