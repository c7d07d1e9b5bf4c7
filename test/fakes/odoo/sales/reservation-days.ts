import type { Books } from '../accounting/books.ts';
import { addDays, dayText } from '../datetime.ts';
import type { Row } from '../types.ts';

/** What a warehouse does with its deliveries; `by_date`: so many days before they leave. */
export type ReservationMethod = 'at_confirm' | 'manual' | { daysBefore: number };

const methodOf = (warehouse: Row): ReservationMethod =>
  typeof warehouse.reservation_days_before === 'number'
    ? { daysBefore: warehouse.reservation_days_before }
    : warehouse.reservation_method === 'manual'
      ? 'manual'
      : 'at_confirm';

const dayOf = (micros: unknown): string => dayText(new Date(Number(micros) / 1000));

/** On which day goods are held back that leave then; null: somebody does it by hand. */
export function reservationDay({ tx }: Books, warehouse: Row, leavesAt: number): string | null {
  const method = methodOf(warehouse);
  if (method === 'manual') return null;
  return method === 'at_confirm' ? dayOf(tx.at) : addDays(dayOf(leavesAt), -method.daysBefore);
}

export const isDue = ({ tx }: Books, { reservation_date: day }: Row): boolean => typeof day === 'string' && day <= dayOf(tx.at);

/** What is not reserved yet gets the day of the other way: none where that is no matter of days. */
export function setReservationMethod(books: Books, warehouse: number, method: ReservationMethod): void {
  const { tx } = books;
  const days = typeof method === 'string' ? null : method.daysBefore;
  tx.update('stock.warehouse', warehouse, {
    reservation_method: days === null ? String(method) : 'by_date',
    reservation_days_before: days,
  });
  const { lot_stock_id: place } = tx.row('stock.warehouse', warehouse);
  const waiting = tx.ids('stock.move').map((id) => tx.row('stock.move', id));
  for (const { id, date, state, location_id } of waiting)
    if (location_id === place && (state === 'confirmed' || state === 'partially_available'))
      tx.update('stock.move', id, { reservation_date: days === null ? null : addDays(dayOf(date), -days) });
}
