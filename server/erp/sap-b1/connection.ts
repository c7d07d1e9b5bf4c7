import type { Arrivals } from './arrivals.ts';
import type { B1Client } from './client.ts';
import type { Company } from './company.ts';
import type { createFieldOptions } from './field-options.ts';
import type { ItemReferences } from './item-references.ts';
import type { KeyFields } from './key-field.ts';
import type { ItemKinds } from './item-kinds.ts';
import type { Ledger } from './ledger.ts';
import type { ReadDrawnLines, ReadLines } from './lines.ts';
import type { Numbering } from './numbering.ts';
import type { OrderNumbers } from './order-numbers.ts';
import type { PaidAmounts } from './paid-amounts.ts';
import type { PartnerUserFields } from './partner-user-fields.ts';
import type { B1Settings } from './settings.ts';
import type { Versions } from './versions.ts';
import type { CompanyClock } from '../shared/today.ts';

/** What the parts of the connector share. */
export interface Connection extends CompanyClock {
  settings: B1Settings;
  client: B1Client;
  company: { get(signal: AbortSignal): Promise<Company>; read(signal: AbortSignal): Promise<Company> };
  ledger: Ledger;
  paid: PaidAmounts;
  lines: ReadLines;
  drawnLines: ReadDrawnLines;
  orderNumbers: OrderNumbers;
  numbering: Numbering;
  references: ItemReferences;
  arrivals: Arrivals;
  itemKinds: ItemKinds;
  keyFields: KeyFields;
  options: ReturnType<typeof createFieldOptions>;
  userFields: PartnerUserFields;
  versions: Versions;
}
