import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";

export function Loading({ what }: { what: string }) {
  return (
    <Box margin="l" textAlign="center" color="text-body-secondary">
      <Spinner /> <span role="status">Loading {what}…</span>
    </Box>
  );
}
