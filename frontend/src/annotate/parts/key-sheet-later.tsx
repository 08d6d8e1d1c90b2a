import { type ComponentProps, lazy, Suspense } from "react";
import type { KeySheet as Whole } from "./key-sheet";

const Sheet = lazy(() => import("./key-sheet").then((part) => ({ default: part.KeySheet })));

/** The sheet of all keys; its code comes when it is first asked for. */
export function KeySheet(props: ComponentProps<typeof Whole>) {
  return props.open ? (
    <Suspense>
      <Sheet {...props} />
    </Suspense>
  ) : null;
}
