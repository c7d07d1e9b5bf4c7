import type { S4Client } from './client.ts';
import type { Companies } from './companies.ts';
import type { PartnerNumbers } from './partner-numbers.ts';
import type { S4Settings } from './settings.ts';

/** What a reading works with. */
export interface Connection {
  settings: S4Settings;
  client: S4Client;
  companies: Companies;
  partnerNumbers: PartnerNumbers;
  now(): Date;
}
