import type { RecordFacts } from './property.ts';

/** The first that an invoice has. */
const STATUS_ORDER = ['overdue', 'partially_paid', 'open', 'in_payment', 'paid', 'credited'] as const;

export function paymentStatus({ statuses }: Pick<RecordFacts, 'statuses'>): string | null {
  return STATUS_ORDER.find((status) => statuses?.includes(status)) ?? null;
}
