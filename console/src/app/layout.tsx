import AppLayout from "@cloudscape-design/components/app-layout";
import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import SideNavigation, { type SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import Spinner from "@cloudscape-design/components/spinner";
import { Suspense, useState } from "react";
import { Outlet, useLocation } from "react-router";

import type { Summary } from "@/api/words";
import {
  dashboardAddress,
  depositsAddress,
  entriesAddress,
  listingAddress,
  runsAddress,
  settingsAddress,
} from "@/shared/addresses";
import { useFollow } from "@/shared/go";
import { isPayment, type Kind, KINDS } from "@/shared/kinds";
import { useSummary } from "@/shared/use-summary";

import { useConnection } from "./connection";
import { Crash } from "./crash";
import { Flashes } from "./flashes";
import { Top } from "./top";

const NARROW = 1100; // pixels below which the menu would leave tables too little room

export function Layout() {
  const connection = useConnection();
  const { pathname } = useLocation();
  const follow = useFollow();
  const { data } = useSummary(connection);
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
            items={menu(connection, data?.counts ?? {})}
            onFollow={follow}
          />
        }
        navigationOpen={open}
        onNavigationChange={({ detail }) => setOpen(detail.open)}
        toolsHide
        notifications={<Flashes summary={data} />}
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

/** In the words and the order that Brightpearl's users know; a red number says how many records are in error. */
function menu(connection: string, counts: Summary["counts"]): SideNavigationProps.Item[] {
  const listing = (kind: Kind): SideNavigationProps.Link => {
    const errors = counts[kind.path]?.Error ?? 0;
    const link = { type: "link", text: kind.plural, href: listingAddress(connection, kind.path) } as const;
    return errors === 0 ? link : { ...link, info: <Badge color="red">{errors.toLocaleString("en-GB")}</Badge> };
  };
  const [payments, others] = [
    KINDS.filter(({ path }) => isPayment(path)),
    KINDS.filter(({ path }) => !isPayment(path)),
  ];
  return [
    { type: "link", text: "Dashboard", href: dashboardAddress(connection) },
    ...others.map(listing),
    {
      type: "section",
      text: "Payments",
      items: [...payments.map(listing), { type: "link", text: "Deposits", href: depositsAddress(connection) }],
    },
    { type: "link", text: "Entries", href: entriesAddress(connection) },
    { type: "link", text: "Runs", href: runsAddress(connection) },
    { type: "link", text: "Settings", href: settingsAddress(connection) },
  ];
}

/** A record's page belongs to its listing, a run's page to the runs. */
function activeOf(pathname: string): string {
  return pathname.split("/").slice(0, 3).join("/");
}
