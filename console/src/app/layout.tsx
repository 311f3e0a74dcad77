import AppLayout from "@cloudscape-design/components/app-layout";
import Box from "@cloudscape-design/components/box";
import SideNavigation, { type SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import Spinner from "@cloudscape-design/components/spinner";
import { Suspense, useState } from "react";
import { Outlet, useLocation } from "react-router";

import { dashboardAddress, listingAddress, runsAddress, settingsAddress } from "@/shared/addresses";
import { useFollow } from "@/shared/go";
import { KINDS } from "@/shared/kinds";

import { useConnection } from "./connection";
import { Crash } from "./crash";
import { Flashes } from "./flashes";
import { Top } from "./top";

const NARROW = 1100; // pixels below which the menu would leave tables too little room

export function Layout() {
  const connection = useConnection();
  const { pathname } = useLocation();
  const follow = useFollow();
  const [open, setOpen] = useState(() => innerWidth >= NARROW);
  return (
    <>
      <Top connection={connection} />
      <AppLayout
        headerSelector="#console-top"
        navigation={
          <SideNavigation
            header={{ href: dashboardAddress(connection), text: connection }}
            activeHref={activeOf(pathname)}
            items={menu(connection)}
            onFollow={follow}
          />
        }
        navigationOpen={open}
        onNavigationChange={({ detail }) => setOpen(detail.open)}
        toolsHide
        notifications={<Flashes />}
        stickyNotifications
        content={
          <Crash at={pathname}>
            <Suspense fallback={<Opening />}>
              <Outlet />
            </Suspense>
          </Crash>
        }
      />
    </>
  );
}

function Opening() {
  return (
    <Box margin="xxl" textAlign="center">
      <Spinner size="large" />
    </Box>
  );
}

function menu(connection: string): SideNavigationProps.Item[] {
  const listings = KINDS.map((kind): SideNavigationProps.Link => ({
    type: "link",
    text: kind.plural,
    href: listingAddress(connection, kind.path),
  }));
  const payments = listings.splice(-2);
  return [
    { type: "link", text: "Dashboard", href: dashboardAddress(connection) },
    ...listings,
    { type: "section", text: "Payments", items: payments },
    { type: "link", text: "Runs", href: runsAddress(connection) },
    { type: "link", text: "Settings", href: settingsAddress(connection) },
  ];
}

/** A record's page belongs to its listing, a run's page to the runs. */
function activeOf(pathname: string): string {
  return pathname.split("/").slice(0, 3).join("/");
}
