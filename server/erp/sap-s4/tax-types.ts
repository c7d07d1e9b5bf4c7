import { z } from 'zod';
import { readableRows } from '../shared/rows.ts';
import { quoted } from '../shared/odata-query.ts';
import type { S4Client } from './client.ts';
import { SERVICES } from './services.ts';

/** As SAP delivers them: the VAT number is the country's type 0. */
const VAT_COUNTRIES = 'AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

const RawType = z.object({ BPTaxType: z.string().min(1) });

export interface TaxTypes {
  /** Under which tax numbers of a country are kept: as it was done before, else as SAP delivers it. */
  of(country: string, signal: AbortSignal): Promise<string>;
}

export function createTaxTypes(client: S4Client): TaxTypes {
  const known = new Map<string, string>();
  return {
    async of(country, signal) {
      const seen = known.get(country);
      if (seen !== undefined) return seen;
      const query = {
        service: SERVICES.partners,
        set: 'A_BusinessPartnerTaxNumber',
        key: ['BusinessPartner', 'BPTaxType'],
        select: ['BusinessPartner', 'BPTaxType'],
        filter: `startswith(BPTaxType,${quoted(country)})`,
      };
      const [used] = readableRows(RawType, (await client.page(query, null, 1, signal)).rows);
      // What nobody has used yet may be used otherwise tomorrow.
      if (!used) return `${country}${VAT_COUNTRIES.includes(country) ? 0 : 1}`;
      known.set(country, used.BPTaxType);
      return used.BPTaxType;
    },
  };
}
