const ASKED_EVERY = `interval '10 minutes'`;
/** SQL condition on the rules `r` of a connection: its ERP is to be asked for its exchange rates (bindings: now). */
export const RATES_DUE = `(r.rates_asked_at is null or r.rates_asked_at <= :now::timestamptz - ${ASKED_EVERY})`;
