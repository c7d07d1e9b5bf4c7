import type { StreamName } from '../streams/index.ts';

/** Without these, where the ERP has them, no figure of a record is right. Others may be read for the first time while these are shown. */
export const STREAMS_FOR_FIGURES: readonly StreamName[] = ['customers', 'invoices', 'payments'];

/** SQL condition on a row `s` of `erp_streams`: the figures of its connection need it. */
export const IS_NEEDED = `s.is_on and s.is_offered and s.stream in (${STREAMS_FOR_FIGURES.map((stream) => `'${stream}'`).join(', ')})`;

const NEEDED_STREAMS = `s.portal_id = k.portal_id and s.connection_id = k.id and ${IS_NEEDED}`;

/** SQL condition on a row `k` of `erp_connections`: half a ledger is worse than none, so it counts when each of them was read to its end once. */
export const IS_FULLY_READ = `(exists (select 1 from erp_streams s where ${NEEDED_STREAMS})
  and not exists (select 1 from erp_streams s where ${NEEDED_STREAMS} and s.first_completed_at is null))`;
