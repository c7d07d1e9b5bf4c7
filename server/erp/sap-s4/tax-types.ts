import { z } from 'zod';
import { quoted } from '../shared/odata-query.ts';
import { readableRows } from '../shared/rows.ts';
import { singleFlight } from '../shared/single-flight.ts';
import type { S4Client } from './client.ts';
import { SERVICES } from './services.ts';

/** As SAP delivers them: the VAT number is the country's type 0. */
const VAT_COUNTRIES = 'AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

const RawType = z.object({ BPTaxType: z.string().min(1) });

const KEPT_MS = 3_600_000;
const READ_WITHIN_MS = 60_000;
/** Tax numbers looked at. */
const LOOKED_AT = 1_000;

export interface TaxTypes {
  /** Under which tax numbers of a country are kept: as SAP delivers it, or as the newest partners have it where nobody uses that. */
  of(country: string, signal: AbortSignal): Promise<string>;
}

/** Read once an hour: what nobody has used yet may be used otherwise tomorrow. */
export function createTaxTypes(client: S4Client, now: () => Date): TaxTypes {
  const types = new Map<string, ReturnType<typeof singleFlight<string>>>();
  return {
    of(country, signal) {
      const known = types.get(country);
      if (known) return known.get(signal);
      const read = singleFlight(() => readType(client, country, AbortSignal.timeout(READ_WITHIN_MS)), { forMs: KEPT_MS, now });
      types.set(country, read);
      return read.get(signal);
    },
  };
}

async function readType(client: S4Client, country: string, signal: AbortSignal): Promise<string> {
  const query = {
    service: SERVICES.partners,
    set: 'A_BusinessPartnerTaxNumber',
    key: ['BusinessPartner', 'BPTaxType'],
    select: ['BusinessPartner', 'BPTaxType'],
  };
  const delivered = `${country}${VAT_COUNTRIES.includes(country) ? 0 : 1}`;
  const used = await client.page({ ...query, filter: `BPTaxType eq ${quoted(delivered)}` }, null, 1, signal);
  if (used.rows.length > 0) return delivered;
  const others = { ...query, key: ['BPTaxType'], filter: `startswith(BPTaxType,${quoted(country)})` };
  const rows = readableRows(RawType, await client.latest(others, 'BusinessPartner', LOOKED_AT, signal));
  return mostFrequent(rows.map(({ BPTaxType }) => BPTaxType)) ?? delivered;
}

function mostFrequent(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
