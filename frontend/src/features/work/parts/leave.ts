import { useCanGoBack, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";

/** Out of the editor: to where one came from, else to `home`. */
export function useLeave(home: string): () => void {
  const router = useRouter();
  const back = useCanGoBack();
  return useCallback(() => {
    if (back) router.history.back();
    else void router.navigate({ to: home as "/" });
  }, [router, back, home]);
}
