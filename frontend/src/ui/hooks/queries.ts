import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";

export type Hook = Schema<"HookOut">;
export type Delivery = Schema<"DeliveryOut">;
export type Outcome = Delivery["outcome"];
/** Whose webhooks: a project's, or an organisation's. */
export type Home = { of: "project" | "organisation"; id: number };

// Both places have the same routes: what is written for one is asked of the other by its own path.
const PROJECTS = "/api/v1/projects/{project_id}/hooks" as const;
const HOUSES = "/api/v1/organisations/{organisation_id}/hooks" as const;
const base = ({ of }: Home) => (of === "project" ? PROJECTS : HOUSES) as typeof PROJECTS;
const one = (home: Home) => `${base(home)}/{hook_id}` as const;
const path = ({ of, id }: Home) =>
  ({ [of === "project" ? "project_id" : "organisation_id"]: id }) as { project_id: number };

export const hooksKey = ({ of, id }: Home) => ["hooks", of, id] as const;

export const hookQuery = (home: Home, hookId: number) =>
  queryOptions({
    queryKey: [...hooksKey(home), hookId],
    refetchInterval: 5000,
    queryFn: () =>
      must(api.GET(one(home), { params: { path: { ...path(home), hook_id: hookId } } })),
  });

export const hooksOf = (home: Home, after: number) =>
  must(api.GET(base(home), { params: { path: path(home), query: { after, limit: 50 } } }));

export const kindsQuery = queryOptions({
  queryKey: ["hooks", "kinds"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: () => must(api.GET("/api/v1/hooks/kinds")),
});

export const makeHook = (home: Home, body: Schema<"HookIn">) =>
  must(api.POST(base(home), { params: { path: path(home) }, body }));

export const changeHook = (home: Home, hookId: number, body: Partial<Schema<"HookChange">>) =>
  must(
    api.PATCH(one(home), {
      params: { path: { ...path(home), hook_id: hookId } },
      body: { missed: true, ...body },
    }),
  );

export const removeHook = (home: Home, hookId: number) =>
  must(api.DELETE(one(home), { params: { path: { ...path(home), hook_id: hookId } } }));

export const rotateHook = (home: Home, hookId: number, atOnce: boolean) =>
  must(
    api.POST(`${one(home)}/rotate`, {
      params: { path: { ...path(home), hook_id: hookId } },
      body: { at_once: atOnce },
    }),
  );

export const testHook = (home: Home, hookId: number) =>
  must(api.POST(`${one(home)}/test`, { params: { path: { ...path(home), hook_id: hookId } } }));

export const deliveriesOf = (
  home: Home,
  hookId: number,
  before: number | undefined,
  outcome: Outcome | undefined,
) =>
  must(
    api.GET(`${one(home)}/deliveries`, {
      params: {
        path: { ...path(home), hook_id: hookId },
        query: { before, outcome, limit: 50 },
      },
    }),
  );

export const deliveryQuery = (home: Home, hookId: number, deliveryId: number) =>
  queryOptions({
    queryKey: [...hooksKey(home), hookId, "delivery", deliveryId],
    refetchInterval: (query) => (query.state.data?.outcome === "waiting" ? 3000 : false),
    queryFn: () =>
      must(
        api.GET(`${one(home)}/deliveries/{delivery_id}`, {
          params: { path: { ...path(home), hook_id: hookId, delivery_id: deliveryId } },
        }),
      ),
  });

export const redeliver = (home: Home, hookId: number, deliveryId: number) =>
  must(
    api.POST(`${one(home)}/deliveries/{delivery_id}/redeliver`, {
      params: { path: { ...path(home), hook_id: hookId, delivery_id: deliveryId } },
    }),
  );
