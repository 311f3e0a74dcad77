import { api } from "@/api/client";
import { polling } from "@/shared/polling";

/** Counts, limits, health, cycles: asked for often while something runs. */
export function useSummary(connection: string) {
  return api.useQuery(
    "get",
    "/api/v1/connections/{connection}/summary",
    { params: { path: { connection } } },
    { refetchInterval: (query) => polling(Boolean(query.state.data?.running)) },
  );
}
