import type { OdooClient } from './client.ts';
import type { AvailableFields } from './fields.ts';
import type { KnownChoices } from './known-choices.ts';
import type { OwnCompanies } from './own-companies.ts';
import type { References } from './references.ts';
import type { OdooSettings } from './settings.ts';
import type { CompanyClock } from '../shared/today.ts';

/** What the parts of the connector share. */
export interface Connection extends CompanyClock {
  settings: OdooSettings;
  client: OdooClient;
  fields: AvailableFields;
  references: References;
  choices: KnownChoices;
  ownCompanies: OwnCompanies;
}
