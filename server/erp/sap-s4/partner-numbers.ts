import { z } from 'zod';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { readableRows } from '../shared/rows.ts';
import type { S4Client } from './client.ts';
import { keyFilters } from './key-filters.ts';
import { SERVICES } from './services.ts';
import { NeededKey } from './values.ts';

/** Documents name customers, records are business partners: the two numbers are usually one, and never change for a customer. */
export interface PartnerNumbers {
  /** By customer; a customer whom nobody may see is missing. */
  of(customers: Iterable<string | null>, signal: AbortSignal): Promise<ReadonlyMap<string, ErpRecordId>>;
}

const RawNumbers = z.object({ BusinessPartner: NeededKey, Customer: NeededKey });
/** Keeps some 10 MB at most. */
const MOST_KNOWN = 100_000;

export function createPartnerNumbers(client: S4Client): PartnerNumbers {
  const known = new Map<string, ErpRecordId>();
  return {
    async of(customers, signal) {
      const asked = new Set([...customers].filter((customer) => customer !== null));
      if (known.size > MOST_KNOWN) known.clear();
      for (const filter of keyFilters(
        'Customer',
        [...asked].filter((customer) => !known.has(customer)),
      )) {
        const query = { service: SERVICES.partners, set: 'A_BusinessPartner', key: ['BusinessPartner'], select: FIELDS, filter };
        for (const { BusinessPartner, Customer } of readableRows(RawNumbers, await client.all(query, signal)))
          known.set(Customer, erpRecordId(BusinessPartner));
      }
      return known;
    },
  };
}

const FIELDS = ['BusinessPartner', 'Customer'];
