/** What only some schemas ask for. */
import { later } from "../../parts/later";

export const Specials = later(() => import("./specials").then((its) => its.Specials));
