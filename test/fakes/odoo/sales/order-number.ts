import type { View } from '../store.ts';

/** One more than the last order has. */
export function nextOrderNumber(view: View): string {
  const last = view.ids('sale.order').at(-1);
  const [digits = '0'] = /\d+/.exec(String(last === undefined ? '' : view.get('sale.order', last)?.name)) ?? [];
  return `S${String(Number(digits) + 1).padStart(5, '0')}`;
}
