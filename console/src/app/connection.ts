import { useParams } from "react-router";

/** The connection that the address names. */
export function useConnection(): string {
  const { connection } = useParams();
  if (connection === undefined) throw new Error("used on a page without a connection");
  return connection;
}
