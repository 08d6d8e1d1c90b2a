/** What is asked of the whole, one question at a time, as a phone shows it: fetched where a schema asks. */
import { later } from "./later";

export const Question = later(() => import("./questions").then((its) => its.Question));
export const WholeLabel = later(() => import("./whole-labels").then((its) => its.WholeLabel));
