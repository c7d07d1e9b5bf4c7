import type { Buyers } from './buyers.ts';
import type { S4Client } from './client.ts';
import type { Companies } from './companies.ts';
import type { createCustomerOptions } from './customer-options.ts';
import type { createDescriber } from './describe-fields.ts';
import type { PartnerNumbers } from './partner-numbers.ts';
import type { SalesOrganisations } from './sales-organisations.ts';
import type { S4Settings } from './settings.ts';
import type { TaxTypes } from './tax-types.ts';
import type { S4Writer } from './writer.ts';
import type { CompanyClock } from '../shared/today.ts';

/** What the parts of the connector share. */
export interface Connection extends CompanyClock {
  settings: S4Settings;
  client: S4Client;
  writer: S4Writer;
  companies: Companies;
  partnerNumbers: PartnerNumbers;
  buyers: Buyers;
  salesOrganisations: SalesOrganisations;
  describeFields: ReturnType<typeof createDescriber>;
  options: ReturnType<typeof createCustomerOptions>;
  taxTypes: TaxTypes;
}
