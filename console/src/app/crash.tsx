/** The last resort: a page that breaks while it is drawn says so, and the rest of the console stays. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { Component, type ReactNode } from "react";

interface Props {
  /** Another address is another page: it gets another chance. */
  readonly at: string;
  readonly children: ReactNode;
}

export class Crash extends Component<Props, { broken: Error | null }> {
  override state: { broken: Error | null } = { broken: null };

  static getDerivedStateFromError(broken: unknown) {
    return { broken: broken instanceof Error ? broken : new Error(String(broken)) };
  }

  override componentDidUpdate(before: Props) {
    if (before.at !== this.props.at && this.state.broken !== null) this.setState({ broken: null });
  }

  override render() {
    const { broken } = this.state;
    if (broken === null) return this.props.children;
    return (
      <Alert
        type="error"
        header="This page cannot be shown"
        action={<Button onClick={() => location.reload()}>Load the console again</Button>}
      >
        Something in the console broke: {broken.message}. Nothing was changed by it. If a new version has just been
        deployed, loading again helps.
      </Alert>
    );
  }
}
