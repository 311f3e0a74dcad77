/** The frame of every page: its place, its title, its buttons. */
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useEffect } from "react";

import { useFollow } from "@/shared/go";

export interface Crumb {
  readonly text: string;
  readonly href: string;
}

interface PageProps {
  readonly title: string;
  /** What the title stands for, where it needs saying; below the title. */
  readonly description?: ReactNode;
  /** From the dashboard down to this page. */
  readonly breadcrumbs: readonly Crumb[];
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, description, breadcrumbs, actions, children }: PageProps) {
  const follow = useFollow();
  useEffect(() => {
    document.title = `${title} · Brightpearl–Xero`;
  }, [title]);
  return (
    <SpaceBetween size="xs">
      {breadcrumbs.length > 1 && <BreadcrumbGroup items={breadcrumbs} onFollow={follow} />}
      <ContentLayout
        header={
          <Header variant="h1" description={description} actions={actions}>
            {title}
          </Header>
        }
      >
        {children}
      </ContentLayout>
    </SpaceBetween>
  );
}
