/** The settings document in groups that a bookkeeper can read. What has no place here is shown under its own name: nothing is left out. */
import { kindOf } from "@/shared/kinds";
import { day } from "@/shared/times";

export type Row = readonly [name: string, value: string];

export interface Group {
  readonly title: string;
  readonly about: string;
  /** The two column heads of `rows`. */
  readonly heads: readonly [string, string];
  readonly rows: readonly Row[];
}

type Json = Readonly<Record<string, unknown>>;

const NONE = "–";
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const WORDS: Readonly<Record<string, string>> = {
  tax_date: "The invoice's tax date",
  created_date: "The day on which the order was created",
  AUTHORISED: "Approved",
  SUBMITTED: "Awaiting approval",
  DRAFT: "Draft",
  manual_journal: "Manual journal",
  bill_or_credit: "Bill for stock added, credit note for stock removed",
  overpayment: "Overpayment",
  prepayment: "Prepayment",
  credit_note: "Credit note",
  no_money: "Moves no money",
  hold: "Held",
  first_open_day: "First open day",
  wait: "Wait for the invoice",
  default: "All others",
};

/** Settings in the order in which they are read, each used once. */
export function groupsOf(settings: Json): Group[] {
  const rest: Record<string, unknown> = { ...settings };
  const take = (name: string): unknown => {
    const value = rest[name];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- what is taken is not left
    delete rest[name];
    return value;
  };
  const single = (name: string, title: string): Row => [title, text(take(name))];
  const accounts = object(take("accounts"));
  const taxes = object(take("tax_types"));
  const methods = object(take("payment_methods"));
  const tracking = object(take("tracking"));
  const groups: Group[] = [
    {
      title: "General",
      about: "What is carried over, and with which date.",
      heads: ["Setting", "Value"],
      rows: [
        single("start_date", "Documents on or after"),
        single("base_currency", "Base currency"),
        single("time_zone", "Time zone"),
        single("document_date", "Date of a document in Xero"),
        single("channels", "Channels"),
        single("brightpearl_app_url", "Brightpearl's address"),
      ],
    },
    {
      title: "Order statuses",
      about: "A document goes to Xero once its order has one of these statuses in Brightpearl.",
      heads: ["Kind", "Brightpearl status ids"],
      rows: rowsOf(take("statuses")),
    },
    {
      title: "Posting status",
      about: "The state in which a document arrives in Xero.",
      heads: ["Kind", "In Xero"],
      rows: rowsOf(take("posting_status")),
    },
    nominal("Accounts for sales", object(accounts.sales)),
    nominal("Accounts for purchases", object(accounts.purchases)),
    taxTypes("Tax rates for sales", taxes.sales),
    taxTypes("Tax rates for purchases", taxes.purchases),
    {
      title: "Payments to Xero",
      about: "The bank account that a Brightpearl payment method is booked to.",
      heads: ["Payment method and currency", "Xero account"],
      rows: pairs(methods.to_xero),
    },
    {
      title: "Payments to Brightpearl",
      about: "The payment method that a payment from a Xero bank account gets.",
      heads: ["Xero account and currency", "Payment method"],
      rows: [...pairs(methods.to_brightpearl), ...rowsOf(methods.without_account)],
    },
    {
      title: "More than is due, or too early",
      about: "What becomes of money that no invoice in Xero has open.",
      heads: ["Setting", "Value"],
      rows: [
        single("excess", "Paid beyond what an invoice has open"),
        single("deposits", "Paid on an order that is not invoiced"),
      ],
    },
    {
      title: "Locked and filed periods",
      about: "What becomes of what lies on a locked day, and the last day of the last tax return.",
      heads: ["Setting", "Value"],
      rows: [...rowsOf(take("locked_period")), single("tax_filed_to", "Tax returns filed up to")],
    },
    {
      title: "Tracking",
      about: `The option of the tracking category “${text(tracking.category)}” that a channel's lines get.`,
      heads: ["Brightpearl channel id", "Option"],
      rows: rowsOf(tracking.options),
    },
    {
      title: "Stock corrections",
      about: "How inventory adjustments are posted.",
      heads: ["Setting", "Value"],
      rows: rowsOf(take("adjustments")),
    },
    {
      title: "Products",
      about: "Brightpearl's price lists for an item's prices, and the accounts that Xero suggests for it.",
      heads: ["Setting", "Value"],
      rows: [...rowsOf(take("price_lists"), " price list"), ...rowsOf(take("item_accounts"), " account")],
    },
    {
      title: "Rounding and tax",
      about: "Where Xero rounds to another total than Brightpearl, a line of at most the tolerance makes them equal.",
      heads: ["Setting", "Value"],
      rows: [
        single("tolerance", "Tolerance"),
        single("rounding_account", "Rounding account"),
        single("rounding_tax_type", "Rounding tax type"),
        single("sales_tax_account", "Account for US sales tax"),
        single("allocate_credits", "Set sales credits off against their invoices"),
      ],
    },
  ];
  const others: Group = { title: "Others", about: "", heads: ["Setting", "Value"], rows: rowsOf(rest) };
  return [...groups, others].filter((group) => group.rows.length > 0);
}

function nominal(title: string, map: Json): Group {
  const rows = rowsOf(map.by_nominal_code);
  return {
    title,
    about: "The Xero account for each nominal code.",
    heads: ["Brightpearl nominal code", "Xero account"],
    rows: map.default === undefined ? rows : [...rows, ["All others", text(map.default)]],
  };
}

function taxTypes(title: string, map: unknown): Group {
  return { title, about: "", heads: ["Brightpearl tax code", "Xero tax type"], rows: rowsOf(map) };
}

/** "CARD, EUR" for what stands under `CARD` and in it under `EUR`. */
function pairs(map: unknown): Row[] {
  return Object.entries(object(map)).flatMap(([outer, inner]) =>
    Object.entries(object(inner)).map(([name, value]): Row => [`${outer}, ${name}`, text(value)]),
  );
}

function rowsOf(map: unknown, suffix = ""): Row[] {
  return Object.entries(object(map)).map(([name, value]): Row => [named(name) + suffix, text(value)]);
}

function named(key: string): string {
  return kindOf(`${key.replaceAll("_", "-")}s`)?.plural ?? WORDS[key] ?? sentence(key);
}

function sentence(key: string): string {
  const words = key.replaceAll("_", " ");
  return /^[a-z]/.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}

function text(value: unknown): string {
  if (value === null || value === undefined || value === "") return NONE;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (Array.isArray(value)) return value.length === 0 ? "All" : value.map(text).join(", ");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([name, one]) => `${name}: ${text(one)}`)
      .join("; ");
  const word = typeof value === "string" ? value : JSON.stringify(value);
  return WORDS[word] ?? (DATE.test(word) ? day(word) : word);
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}
