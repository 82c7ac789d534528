/** An amount as it follows an element symbol: nothing for 1, else with so many decimals at most. */
export function formatAmount(amount: number, decimals: number): string {
  if (amount === 1) return "";
  return Number.isInteger(amount) ? String(amount) : String(Number(amount.toFixed(decimals)));
}
