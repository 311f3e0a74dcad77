import { grouped } from "./amount";

/** An amount as it was given, with its currency. Columns of these are aligned right. */
export function Money({ amount, currency }: { amount: string; currency: string }) {
  if (amount === "") return <span className="none">–</span>;
  return (
    <span className="money">
      {grouped(amount)} {currency}
    </span>
  );
}
