import { type Fault, faultsBy } from "../core/validity";
import type { Facts, TextAnswer, TextLabel, TextSchema } from "./doc";
import { typeOf } from "./types";

export type TextFault = Fault;

/** Every reason (at most 100) why `answer` does not fit, in the server's codes and order. */
export const faultsOf = (
  schema: TextSchema,
  facts: Facts,
  answer: TextAnswer,
): readonly TextFault[] =>
  faultsBy((kind) => typeOf(kind as TextLabel["kind"])?.check, schema, facts, answer);
