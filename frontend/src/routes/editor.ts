import type { AnyRoute } from "@tanstack/react-router";

// Pages that fill the screen: the editor, and the inspector's viewer.
export const editorRoutes: AnyRoute[] = [];
