import { dayLiteral, instantLiteral } from './values.ts';

/** Texts as they are; days and instants, which have literals of their own. */
export type KeyPart = string | boolean | { day: string } | { instant: string };

/** The address of one record below its service: `A_BusinessPartnerAddress(BusinessPartner='11',AddressID='27512')`. */
export function entityPath(set: string, key: Readonly<Record<string, KeyPart>>): string {
  const parts = Object.entries(key).map(([name, value]) => ({ name, literal: literalOf(value) }));
  const [only, ...others] = parts;
  const text = only && others.length === 0 ? only.literal : parts.map(({ name, literal }) => `${name}=${literal}`).join(',');
  return `${set}(${text})`;
}

function literalOf(value: KeyPart): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `'${encodeURIComponent(value).replaceAll("'", "''")}'`;
  return encodeURIComponent('day' in value ? dayLiteral(value.day) : instantLiteral(value.instant)).replaceAll('%27', "'");
}
