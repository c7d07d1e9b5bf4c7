import type { Invoice } from './record.ts';

const listOf = (...statuses: Invoice['status'][]): string => `('${statuses.join(`', '`)}')`;

/** SQL: posted and not yet settled; the only states in which an amount can be open or due. */
export const UNSETTLED = listOf('open', 'partially_paid', 'in_payment');
/** SQL: the states in which what is open and past its day is overdue. A payment in progress is nobody's debt that is late. */
export const OWED = listOf('open', 'partially_paid');
