import { lazy } from "react";
import { Outlet, Route, Routes, useParams } from "react-router";

import { kindOf } from "@/shared/kinds";

import { Layout } from "./layout";
import { NotFound } from "./not-found";
import { Start } from "./start";

const Dashboard = lazy(() => import("../dashboard/page"));
const Deposits = lazy(() => import("../deposits/page"));
const Entries = lazy(() => import("../entries/page"));
const Listing = lazy(() => import("../listing/page"));
const Record = lazy(() => import("../record/page"));
const Run = lazy(() => import("../runs/run-page"));
const RunList = lazy(() => import("../runs/page"));
const Settings = lazy(() => import("../settings/page"));

export function AllRoutes() {
  return (
    <Routes>
      <Route path="/" element={<Start />} />
      <Route path="/:connection" element={<Layout />}>
        <Route index element={<Dashboard />} />
        <Route path="deposits" element={<Deposits />} />
        <Route path="entries" element={<Entries />} />
        <Route path="runs" element={<RunList />} />
        <Route path="runs/:run" element={<Run />} />
        <Route path="settings" element={<Settings />} />
        <Route path=":kind" element={<OfKind />}>
          <Route index element={<Listing />} />
          <Route path=":id" element={<Record />} />
        </Route>
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}

/** Draws anew for another kind, so that nothing of one listing is seen in the next. */
function OfKind() {
  const { kind = "" } = useParams();
  return kindOf(kind) === undefined ? <NotFound /> : <Outlet key={kind} />;
}
