/**
 * SQL to order by numbers people read, as people count: `INV/9` before `INV/10`, `13:999` before `13:1000`. Compared are the numbers in
 * the text, then the text.
 */
export const naturalOrder = (column: string, direction: 'asc' | 'desc'): string =>
  `string_to_array(btrim(regexp_replace(${column}, '[^0-9]+', ' ', 'g')), ' ')::numeric[] ${direction} nulls last, ${column} ${direction} nulls last`;
