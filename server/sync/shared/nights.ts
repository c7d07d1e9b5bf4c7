/** SQL of a number from 0 to 1 that is an id's own: not all of them in the same minute. */
export const spreadBy = (id: string): string => `((abs(hashtextextended(${id}::text, 0)) % 1000) / 1000.0)`;

/** SQL of the instant of today's night, from one to four o'clock of portal `p`'s own time, by a spread from 0 to 1. Binding: now. */
export const nightOf = (spread: string): string =>
  `((date_trunc('day', :now::timestamptz at time zone p.time_zone) + interval '1 hour' + interval '3 hours' * (${spread})) at time zone p.time_zone)`;
