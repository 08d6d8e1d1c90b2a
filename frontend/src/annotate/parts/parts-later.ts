/** Parts that only some tasks have, or that come when something is first wrong or looked for. */
import { later } from "./later";

export { Coordinates, Labels, LightButton, ObjectList, StatusBar } from "./picture-later";

/** The list of what is drawn: it comes with the first object. */
export const Grid = later(() => import("../a11y/object-grid").then((its) => its.ObjectGrid));
export const Attributes = later(() => import("./attributes").then((its) => its.Attributes));
export const Questions = later(() => import("./questions").then((its) => its.Questions));
export const Relations = later(() => import("./relations").then((its) => its.Relations));
export const Pins = later(() => import("./pins").then((its) => its.Pins));
export const ToolOffers = later(() => import("./offers").then((its) => its.ToolOffers));
export const Faults = later(() => import("./faults").then((its) => its.Faults));
export const FaultLine = later(() => import("./faults").then((its) => its.FaultLine));
export const DiffList = later(() => import("./diff-list").then((its) => its.DiffList));
export const LightFields = later(() => import("./light-fields").then((its) => its.LightFields));
export const WholeLabels = later(() => import("./whole-labels").then((its) => its.WholeLabels));
export const PictureDock = later(() => import("./phone").then((its) => its.PictureDock));
export const PhoneTools = later(() => import("./phone").then((its) => its.PhoneTools));
