export type Properties = Record<string, string | null>;

/** As HubSpot keeps what it is given: numbers without trailing zeros, instants without empty fractions, text trimmed, '' as nothing. */
export function normalise(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, value === null || value === '' ? null : keep(name, value)]),
  );
}

function keep(name: string, value: string): string {
  if (name.endsWith('_amount')) return String(Number(value));
  if (name.endsWith('_at')) return new Date(value).toISOString().replace('.000Z', 'Z');
  return name === 'email' || name === 'domain' ? value.trim().toLowerCase() : value.trim();
}
