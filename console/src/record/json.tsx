/** JSON as it is, to be read and copied. */
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";

import "./record.css";

export function Json({ value }: { value: unknown }) {
  const text = value === undefined ? "" : JSON.stringify(value, null, 2);
  return (
    <div className="json">
      <div className="json-copy">
        <CopyToClipboard
          variant="icon"
          textToCopy={text}
          copyButtonAriaLabel="Copy"
          copySuccessText="Copied"
          copyErrorText="It could not be copied"
        />
      </div>
      {/* It scrolls, so it has to be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>{text}</pre>
    </div>
  );
}
