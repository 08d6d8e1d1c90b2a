import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, Suspense } from "react";
import { RouterProvider as AriaRouter, I18nProvider } from "react-aria-components";
import { createRoot } from "react-dom/client";
import { useTranslation } from "react-i18next";
import "./app.css";
import { whenIdle } from "./api/idle";
import { startI18n } from "./i18n";
import { client, router } from "./router";

/** React Aria's own words follow the language, and its links go through the router. */
function App() {
  const { i18n } = useTranslation();
  return (
    <I18nProvider locale={i18n.language === "en" ? "en-US" : "ko-KR"}>
      <AriaRouter navigate={(to) => router.navigate({ to })}>
        <QueryClientProvider client={client}>
          <Suspense>
            <RouterProvider router={router} />
          </Suspense>
        </QueryClientProvider>
      </AriaRouter>
    </I18nProvider>
  );
}

await startI18n();
const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
// The Korean letters come after the first picture of the page: 2 MB in 92 pieces, by need.
whenIdle(() => void import("./fonts"));
// Then the app is put by for times without a connection.
if (import.meta.env.PROD)
  whenIdle(() => void import("./shell/update").then((part) => part.start()));
