import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";

import type { ErrorOnRecord, Status } from "@/api/words";

const LOOKS: Readonly<Record<Status, StatusIndicatorProps.Type>> = {
  Pending: "pending",
  Sent: "success",
  Updated: "info",
  Error: "error",
  Archive: "stopped",
};

interface StatusChipProps {
  readonly status: Status;
  readonly error?: ErrorOnRecord | null;
  /** How it stands between the two systems, where the status does not say it. */
  readonly apart?: string;
}

/** A status in the API's own word. An error that the connector tries again by itself is amber and says so. */
export function StatusChip({ status, error, apart = "" }: StatusChipProps) {
  if (apart !== "") {
    return (
      <StatusIndicator type={status === "Sent" ? "info" : LOOKS[status]}>
        <span className="words">
          {status}, {apart}
        </span>
      </StatusIndicator>
    );
  }
  if (status === "Error" && error && !error.needs_person) {
    return <StatusIndicator type="warning">Error, retrying</StatusIndicator>;
  }
  return <StatusIndicator type={LOOKS[status]}>{status}</StatusIndicator>;
}
