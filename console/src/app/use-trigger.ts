/** Start something, say so at the top of the page, and follow it until it has ended. */
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { start, type Trigger } from "@/api/trigger";
import { describe } from "@/shared/runs";

import { useConnection } from "./connection";
import { useFlash } from "./flash";

export interface Starting {
  /** Never fails: what goes wrong is said at the top of the page. */
  readonly start: (trigger: Trigger) => void;
  /** From the click until the API has answered. */
  readonly starting: boolean;
}

export function useTrigger(): Starting {
  const connection = useConnection();
  const flash = useFlash();
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: (trigger: Trigger) => start(connection, trigger),
    onSuccess: (accepted, trigger) => {
      flash.follow({ connection, run: accepted.run, what: describe(trigger), accepted });
      void queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).endsWith("/runs") });
    },
    onError: (problem, trigger) =>
      flash.say({ type: "error", header: `${describe(trigger)}: not started`, content: problem.message }),
  });
  return { start: mutate, starting: isPending };
}
