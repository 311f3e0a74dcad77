import Box from "@cloudscape-design/components/box";

import { sentence } from "./sentence";

/** How to put an error right. */
export function Hint({ text }: { text: string }) {
  if (text === "") return null;
  return (
    <Box variant="p" padding="n">
      <strong>How to fix:</strong> {sentence(text)}
    </Box>
  );
}
