import type { TableProps } from "@cloudscape-design/components/table";

import type { DepositLine } from "@/api/words";
import { recordAddress } from "@/shared/addresses";
import { Go } from "@/shared/go";
import { Money } from "@/shared/money";

import { ageOf } from "./age";

export function columns(connection: string): TableProps.ColumnDefinition<DepositLine>[] {
  return [
    {
      id: "order",
      header: "Order",
      isRowHeader: true,
      cell: ({ payment, order, reference }) => (
        <Go to={recordAddress(connection, "sales-payments", payment)}>
          {reference === "" ? order : `${order} · ${reference}`}
        </Go>
      ),
    },
    { id: "contact", header: "Customer", cell: ({ contact }) => contact || <span className="none">–</span> },
    { id: "day", header: "Day", cell: ({ day }) => day },
    { id: "age", header: "Age", cell: ({ age_days }) => ageOf(age_days) },
    { id: "method", header: "Method", cell: ({ method }) => method },
    {
      id: "amount",
      header: <span className="money">Amount</span>,
      cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
    },
    { id: "tax", header: "Tax in it", cell: ({ tax, currency }) => <Tax tax={tax} currency={currency} /> },
  ];
}

function Tax({ tax, currency }: { tax: DepositLine["tax"]; currency: string }) {
  const shares = Object.entries(tax);
  if (shares.length === 0) return <span className="none">–</span>;
  return (
    <>
      {shares.map(([code, amount]) => (
        <div key={code}>
          {code} <Money amount={amount} currency={currency} />
        </div>
      ))}
    </>
  );
}
