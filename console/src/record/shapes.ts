/** Which fields are compared, kind by kind: where each stands in Brightpearl, in what is posted, and in the answer. */
import type { KindName, RecordLine } from "@/api/words";
import { isPayment, kindOf } from "@/shared/kinds";

import type { Field, Shape } from "./compare";
import { amount, dated, mapped, numbered, party, same, total } from "./fields";
import { at, type Element, isElement, listAt, textAt } from "./payloads";
import { dateOf } from "./values";

/** The shape of a record's comparison; `line` is what the listing knows of it, `expected` the total of its preview. */
export function shapeOf(line: RecordLine, expected: string): Shape {
  if (line.origin === "xero") return FROM_XERO;
  if (isPayment(line.kind)) return TO_XERO;
  const kind = kindOf(line.kind);
  if (kind?.is_order) return document(line, expected);
  return SHAPES[line.kind]?.(line) ?? usual(kind?.number ?? "Number", line, expected);
}

const SHAPES: Readonly<Partial<Record<KindName, (line: RecordLine) => Shape>>> = {
  products: () => PRODUCT,
  contacts: contact,
  "inventory-adjustments": adjustment,
};

/** What most things have, as far as they have it. */
function usual(number: string, line: RecordLine, expected: string): Shape {
  return {
    fields: [
      numbered(number, () => line.number),
      party(line),
      dated("Date", () => line.date, "Date"),
      total(() => line.total, expected),
    ],
  };
}

function document(line: RecordLine, expected: string): Shape {
  return {
    fields: [
      numbered("Number", (order) => textAt(order, "invoices", 0, "invoiceReference")),
      party(line),
      dated("Date", () => line.date, "Date"),
      dated("Due date", (order) => dateOf(textAt(order, "invoices", 0, "dueDate")), "DueDate"),
      same("Reference", ["reference"], "Reference"),
      same("Currency", ["currency", "orderCurrencyCode"], "CurrencyCode"),
      mapped("Exchange rate", ["currency", "exchangeRate"], "CurrencyRate"),
      mapped("Status", ["orderStatus", "name"], "Status"),
      {
        label: "Net",
        source: (order) => textAt(order, "totalValue", "net"),
        answered: (answer) => textAt(answer, "SubTotal"),
        isAmount: true,
      },
      {
        label: "Tax",
        source: (order) => textAt(order, "totalValue", "taxAmount"),
        answered: (answer) => textAt(answer, "TotalTax"),
        isAmount: true,
      },
      total((order) => textAt(order, "totalValue", "total"), expected),
      {
        label: "Still due in Xero",
        isAmount: true,
        answered: (answer) => textAt(answer, "AmountDue") || textAt(answer, "RemainingCredit"),
      },
    ],
    lines: {
      source: rows,
      posted: (payload) => listAt(payload, "LineItems"),
      title: (item) => textAt(item, "Description"),
      sourceTitle: (row) => textAt(row, "productName"),
      fields: [
        same("Description", ["productName"], "Description"),
        mapped("Product", ["productSku"], "ItemCode"),
        same("Quantity", ["quantity", "magnitude"], "Quantity"),
        amount(mapped("Unit price", ["productPrice", "value"], "UnitAmount")),
        {
          label: "Net",
          source: (row) => textAt(row, "rowValue", "rowNet", "value"),
          answered: (item) => textAt(item, "LineAmount"),
          isAmount: true,
        },
        {
          label: "Tax",
          source: (row) => textAt(row, "rowValue", "rowTax", "value"),
          answered: (item) => textAt(item, "TaxAmount"),
          isAmount: true,
        },
        mapped("Tax code", ["rowValue", "taxCode"], "TaxType"),
        mapped("Account", ["nominalCode"], "AccountCode"),
        { label: "Tracking", posted: tracking, answered: tracking },
      ],
    },
  };
}

/** An order's rows in the order's own sequence: Brightpearl answers them by id. */
function rows(order: unknown): readonly Element[] {
  const found = at(order, "orderRows");
  const list = isElement(found) ? Object.values(found).filter(isElement) : listAt(order, "orderRows");
  return [...list].sort(
    (one, other) => Number(textAt(one, "orderRowSequence")) - Number(textAt(other, "orderRowSequence")),
  );
}

function tracking(item: Element): string {
  return listAt(item, "Tracking")
    .map((one) => `${textAt(one, "Name")}: ${textAt(one, "Option")}`)
    .join(", ");
}

const PRODUCT: Shape = {
  fields: [
    same("SKU", ["product", "identity", "sku"], "Code"),
    same("Name", ["product", "salesChannels", 0, "productName"], "Name"),
    mapped("Description", ["product", "salesChannels", 0, "description", "text"], "Description"),
    { label: "Prices in Brightpearl", source: prices },
    { label: "Sales price", isAmount: true, posted: price("SalesDetails"), answered: price("SalesDetails") },
    { label: "Purchase price", isAmount: true, posted: price("PurchaseDetails"), answered: price("PurchaseDetails") },
    mapped("Sales account", ["product", "nominalCodeSales"], "SalesDetails", "AccountCode"),
    mapped("Purchase account", ["product", "nominalCodePurchases"], "PurchaseDetails", "AccountCode"),
  ],
};

function price(details: string): (item: Element) => string {
  return (item) => textAt(item, details, "UnitPrice");
}

function prices(source: unknown): string {
  return listAt(source, "prices")
    .map((list) => {
      const byQuantity = at(list, "quantityPrice");
      const first = isElement(byQuantity) ? textAt(Object.values(byQuantity)[0]) : "";
      return `list ${textAt(list, "priceListId")}: ${first} ${textAt(list, "currencyCode")}`;
    })
    .join("; ");
}

function contact(line: RecordLine): Shape {
  return {
    fields: [
      same("Name", () => line.contact, "Name"),
      same("Contact number", ["contactId"], "ContactNumber"),
      same("First name", ["firstName"], "FirstName"),
      same("Last name", ["lastName"], "LastName"),
      same("E-mail", ["communication", "emails", "PRI", "email"], "EmailAddress"),
      address("Invoice address", "BIL", "STREET"),
      address("Delivery address", "DEL", "POBOX"),
      phone("Telephone", "PRI", "DEFAULT"),
      phone("Mobile", "MOB", "MOBILE"),
    ],
  };
}

function address(label: string, use: string, type: string): Field {
  const there = (found: Element) =>
    joined(
      listAt(found, "Addresses").find((one) => textAt(one, "AddressType") === type),
      THERE,
    );
  return {
    label,
    source: (source) => joined(at(source, "postalAddresses", textAt(source, "postAddressIds", use)), HERE),
    posted: there,
    answered: there,
    inOtherWords: true,
  };
}

const HERE = ["addressLine1", "addressLine2", "addressLine3", "addressLine4", "postalCode", "countryIsoCode2"];
const THERE = ["AddressLine1", "AddressLine2", "City", "Region", "PostalCode", "Country"];

function joined(found: unknown, names: readonly string[]): string {
  return names
    .map((name) => textAt(found, name))
    .filter((text) => text !== "")
    .join(", ");
}

function phone(label: string, use: string, type: string): Field {
  const there = (found: Element) =>
    textAt(
      listAt(found, "Phones").find((one) => textAt(one, "PhoneType") === type),
      "PhoneNumber",
    );
  return {
    label,
    source: (source) => textAt(source, "communication", "telephones", use),
    posted: there,
    answered: there,
    inOtherWords: true,
  };
}

function adjustment(line: RecordLine): Shape {
  return {
    fields: [
      mapped("Reason", ["reason"], "Narration"),
      dated("Date", () => line.date, "Date"),
      { label: "Value", isAmount: true, source: () => line.total },
      mapped("Status", () => "", "Status"),
    ],
    lines: {
      source: (source) => listAt(source, "goodsMoved"),
      posted: (payload) => [...listAt(payload, "JournalLines"), ...listAt(payload, "LineItems")],
      title: (item) => textAt(item, "Description"),
      sourceTitle: (moved) => `Product ${textAt(moved, "productId")}`,
      fields: [
        { label: "Quantity", source: (moved) => textAt(moved, "quantity") },
        { label: "Cost", isAmount: true, source: (moved) => textAt(moved, "productValue", "value") },
        amount(same("Amount", () => "", "LineAmount")),
        same("Account", () => "", "AccountCode"),
      ],
    },
  };
}

/** The code of the account that a payment names, or its id: bank accounts may have no code. */
function accountOf(payment: unknown): string {
  return textAt(payment, "Account", "Code") || textAt(payment, "Account", "AccountID");
}

const TO_XERO: Shape = {
  fields: [
    amount(same("Amount", ["amountPaid"], "Amount")),
    dated("Date", (payment) => dateOf(textAt(payment, "paymentDate")), "Date"),
    same("Currency", ["currencyCode"], "CurrencyCode"),
    {
      label: "Method and account",
      source: (payment) => textAt(payment, "paymentMethodCode"),
      posted: accountOf,
      answered: accountOf,
      inOtherWords: true,
    },
    mapped("Reference", ["transactionRef"], "Reference"),
    {
      label: "Pays",
      source: (payment) => `order ${textAt(payment, "orderId")}`,
      posted: (payload) => textAt(payload, "Invoice", "InvoiceID") || textAt(payload, "CreditNote", "CreditNoteID"),
      answered: (answer) => textAt(answer, "Invoice", "InvoiceID") || textAt(answer, "CreditNote", "CreditNoteID"),
      inOtherWords: true,
    },
    mapped("Status", () => "", "Status"),
  ],
};

const FROM_XERO: Shape = {
  fields: [
    amount(same("Amount", ["amount"], "amountPaid")),
    {
      label: "Date",
      source: (payment) => dateOf(textAt(payment, "date")),
      posted: (payload) => dateOf(textAt(payload, "paymentDate")),
    },
    same("Currency", ["currency"], "currencyIsoCode"),
    mapped(
      "Account and method",
      (payment) => textAt(payment, "account_code") || textAt(payment, "account_id"),
      "paymentMethodCode",
    ),
    mapped("Reference", ["reference"], "journalRef"),
    same("Payment in Xero", ["id"], "transactionRef"),
    mapped("Pays", ["invoice_number"], "orderId"),
    { label: "Payment in Brightpearl", answered: (answer) => textAt(answer, "payment") },
  ],
};
