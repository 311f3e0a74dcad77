import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";

const RUNS: Readonly<Record<string, readonly [StatusIndicatorProps.Type, string]>> = {
  WAITING: ["pending", "Waiting its turn"],
  RUNNING: ["loading", "Running"],
  SUCCEEDED: ["success", "Succeeded"],
  FAILED: ["error", "Failed"],
};

const STEPS: Readonly<Record<string, readonly [StatusIndicatorProps.Type, string]>> = {
  waiting: ["pending", "Waiting"],
  running: ["loading", "Running"],
  done: ["success", "Done"],
  paused: ["warning", "Paused"],
  failed: ["error", "Failed"],
  skipped: ["stopped", "Skipped"],
};

/** A run that succeeded with errors on records says so: somebody may be needed. */
export function RunStatus({ status, errors = 0 }: { status: string; errors?: number }) {
  if (status === "SUCCEEDED" && errors > 0) return <StatusIndicator type="warning">Done, with errors</StatusIndicator>;
  const [type, text] = RUNS[status] ?? ["stopped", status];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}

export function StepState({ state, errors = 0 }: { state: string; errors?: number }) {
  if (state === "done" && errors > 0) return <StatusIndicator type="warning">Done, with errors</StatusIndicator>;
  const [type, text] = STEPS[state] ?? ["stopped", state];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}
