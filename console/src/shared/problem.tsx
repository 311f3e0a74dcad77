import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useLocation } from "react-router";

import { ApiProblem } from "@/api/problem";
import { useSignedIn } from "@/auth/gate";

import { Go } from "./go";

/** Why something cannot be shown, with a way on. */
export function Problem({ error, header, onRetry }: { error: unknown; header?: string; onRetry?: () => void }) {
  const problem = error instanceof ApiProblem ? error : null;
  const signedOut = problem?.status === 401;
  return (
    <Alert
      type={signedOut ? "warning" : "error"}
      header={header ?? (problem?.status === 404 ? "Not found" : "This could not be loaded")}
      action={signedOut ? <SignInAgain /> : onRetry && <Button onClick={onRetry}>Retry</Button>}
    >
      {error instanceof Error ? error.message : "Something went wrong."}
      {problem?.status === 404 && (
        <Box margin={{ top: "xs" }}>
          <Go to="/">Go to the dashboard</Go>
        </Box>
      )}
      {problem !== null && problem.faults.length > 0 && problem.status !== 404 && (
        <Box margin={{ top: "xs" }}>{problem.faults.join("; ")}</Box>
      )}
    </Alert>
  );
}

function SignInAgain() {
  const { session } = useSignedIn();
  const { pathname, search } = useLocation();
  return (
    <Button onClick={() => void session.begin(pathname + search).then((page) => location.assign(page))}>Sign in</Button>
  );
}
