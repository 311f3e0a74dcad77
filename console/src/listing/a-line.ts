/** A valid record line for tests, which state only what they are about. */
import type { RecordLine } from "@/api/words";

export function aLine(changes: Partial<RecordLine> = {}): RecordLine {
  return {
    kind: "sales-invoices",
    id: "2001",
    status: "Sent",
    number: "SI-2001",
    reference: "PO 7",
    contact: "Ada Lovelace Ltd",
    date: "2026-10-01",
    currency: "GBP",
    total: "12.50",
    remote_id: "7a9f3c52-0d0e-4d0b-8e1b-2f6f5a1c0001",
    remote_number: "SI-2001",
    held: "",
    standing: "agrees",
    ways: [],
    origin: "brightpearl",
    changed_at: "2026-10-02T08:00:00+00:00",
    pages: {},
    error: null,
    ...changes,
  };
}

export function anError(changes: Partial<NonNullable<RecordLine["error"]>> = {}): Partial<RecordLine> {
  const error = {
    error_class: "data",
    message: "it was refused",
    hint: "put it right",
    attempts: 1,
    at: "2026-10-03T08:00:00+00:00",
    needs_person: true,
    ...changes,
  };
  return { status: "Error", error };
}
