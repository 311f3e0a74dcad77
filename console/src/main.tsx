import "@cloudscape-design/global-styles/index.css";
import "./app/console.css";

import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en-GB";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";

import { callAs } from "./api/client";
import { FlashProvider } from "./app/flash";
import { queries } from "./app/queries";
import { AllRoutes } from "./app/routes";
import { showMode } from "./app/theme";
import { Gate } from "./auth/gate";

showMode();

const root = document.getElementById("console");
if (root === null) throw new Error("index.html has no place for the console");

createRoot(root).render(
  <StrictMode>
    <I18nProvider locale="en-GB" messages={[messages]}>
      <Gate onSignedIn={callAs}>
        <QueryClientProvider client={queries}>
          <BrowserRouter>
            <FlashProvider>
              <AllRoutes />
            </FlashProvider>
          </BrowserRouter>
        </QueryClientProvider>
      </Gate>
    </I18nProvider>
  </StrictMode>,
);
