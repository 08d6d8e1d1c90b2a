/** What only some schemas ask for. */
import { later } from "../../parts/later";

export const Epochs = later(() => import("./epochs").then((its) => its.Epochs));
