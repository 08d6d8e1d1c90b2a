/** Parts that come by need: with what is selected, with what a schema asks. */
import { later } from "../../parts/later";

export const Overlay = later(() => import("./overlay").then((its) => its.Overlay));
export const BoxText = later(() => import("./box-text").then((its) => its.BoxText));
export const SpanEnds = later(() => import("./span-ends").then((its) => its.SpanEnds));
export const TablePanel = later(() => import("./table-panel").then((its) => its.TablePanel));
export const OrderPanel = later(() => import("./order-panel").then((its) => its.OrderPanel));
export const Faults = later(() => import("./faults").then((its) => its.Faults));
export const FaultLine = later(() => import("./faults").then((its) => its.FaultLine));
export const DiffList = later(() => import("./diff-list").then((its) => its.DiffList));
