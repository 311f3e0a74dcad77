/** The bar at the top: which connection, light or dark, who is signed in. */
import TopNavigation, { type TopNavigationProps } from "@cloudscape-design/components/top-navigation";
import { useNavigate } from "react-router";

import { api } from "@/api/client";
import { useSignedIn } from "@/auth/gate";
import { dashboardAddress } from "@/shared/addresses";

import icon from "./icon.svg";
import { type Choice, choose, useMode } from "./theme";

const MODES: readonly { id: Choice; text: string }[] = [
  { id: "system", text: "As the system" },
  { id: "light", text: "Light" },
  { id: "dark", text: "Dark" },
];

/** A disc that is half light and half dark. */
const HALF = (
  <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <circle cx="8" cy="8" r="6" />
    <path d="M8 2a6 6 0 0 1 0 12z" className="filled stroke-linejoin-round" />
  </svg>
);

export function Top({ connection }: { connection?: string }) {
  const navigate = useNavigate();
  const home = connection === undefined ? "/" : dashboardAddress(connection);
  const identity = {
    href: home,
    title: "Brightpearl–Xero",
    logo: { src: icon, alt: "Connector" },
    onFollow: (event: CustomEvent) => {
      event.preventDefault();
      void navigate(home);
    },
  };
  return (
    <div id="console-top">
      <TopNavigation identity={identity} utilities={[...useConnections(connection), useModes(), usePerson()]} />
    </div>
  );
}

/** Shown where there is something to choose between. */
function useConnections(connection: string | undefined): TopNavigationProps.Utility[] {
  const navigate = useNavigate();
  const { data } = api.useQuery("get", "/api/v1/connections", {}, { staleTime: 600_000 });
  if (connection === undefined || data === undefined || data.connections.length < 2) return [];
  return [
    {
      type: "menu-dropdown",
      iconName: "share",
      text: connection,
      title: "Connection",
      items: data.connections.map((one) => ({ id: one.connection, text: one.connection })),
      onItemClick: ({ detail }) => void navigate(dashboardAddress(detail.id)),
    },
  ];
}

function useModes(): TopNavigationProps.Utility {
  const mode = useMode();
  return {
    type: "menu-dropdown",
    iconSvg: HALF,
    ariaLabel: "Light or dark",
    title: "Light or dark",
    items: MODES.map((one) => ({ ...one, itemType: "checkbox", checked: one.id === mode })),
    onItemClick: ({ detail }) => choose(detail.id as Choice),
  };
}

function usePerson(): TopNavigationProps.Utility {
  const { user, session } = useSignedIn();
  return {
    type: "menu-dropdown",
    iconName: "user-profile",
    text: user.email,
    description: user.groups.length > 0 ? `Group: ${user.groups.join(", ")}` : "In no group: ask an administrator",
    items: [{ id: "out", text: "Sign out" }],
    onItemClick: () => location.assign(session.signOut()),
  };
}
