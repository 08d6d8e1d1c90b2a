/** What only some schemas ask for, or what comes when it is first wrong, compared or selected. */
import { later } from "../../parts/later";

export const Attributes = later(() => import("./attributes").then((its) => its.ClockAttributes));
export const Relations = later(() => import("./relations").then((its) => its.ClockRelations));
export const Wholes = later(() => import("./wholes").then((its) => its.Wholes));
export const Faults = later(() => import("./faults").then((its) => its.ClockFaults));
export const Fault = later(() => import("./faults").then((its) => its.ClockFault));
export const DiffList = later(() => import("./diff-list").then((its) => its.ClockDiffList));
export const Places = later(() => import("./places").then((its) => its.Places));
