import { QueryClient } from "@tanstack/react-query";

import { ApiProblem } from "@/api/problem";

/** What is read is asked for again where that may help, twice; what changes something, never by itself. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && error.passing,
      retryDelay: (failures) => 1000 * 2 ** failures,
      staleTime: 5000,
    },
    mutations: { retry: false },
  },
});
