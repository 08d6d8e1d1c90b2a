/** Parts that every picture opens with, for other kits: they come by need there. */
import { later } from "./later";

export const Coordinates = later(() =>
  import("../a11y/coordinates").then((its) => its.Coordinates),
);
export const ObjectList = later(() => import("../a11y/object-list").then((its) => its.ObjectList));
export const LightButton = later(() => import("./light").then((its) => its.LightButton));
export const StatusBar = later(() => import("./status-bar").then((its) => its.StatusBar));
export const Labels = later(() => import("./labels").then((its) => its.Labels));
