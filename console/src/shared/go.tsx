/** A link within the console, which does not load the page again. */
import CloudscapeLink, { type LinkProps } from "@cloudscape-design/components/link";
import { useNavigate } from "react-router";

export function Go({ to, ...rest }: { to: string } & Omit<LinkProps, "href" | "onFollow">) {
  const follow = useFollow();
  return <CloudscapeLink variant="primary" {...rest} href={to} onFollow={follow} />;
}

interface FollowEvent {
  readonly detail: { readonly href?: string | undefined; readonly external?: boolean | undefined };
  preventDefault(): void;
}

/** For the `onFollow` of Cloudscape's menus, links and buttons: addresses of the console go through the router. */
export function useFollow(): (event: FollowEvent) => void {
  const navigate = useNavigate();
  return (event) => {
    const { href, external } = event.detail;
    if (href === undefined || external === true || !href.startsWith("/")) return;
    event.preventDefault();
    void navigate(href);
  };
}
