import type { Language, Translate } from '../common/translate.ts';
import { erpFieldLabels } from '../erp-forms/index.ts';
import type { Key } from './en.ts';

/** By the service's names of what a person enters on this page. */
const OURS = {
  administrators: 'rules.administrators',
  amounts: 'rules.amounts',
  userEmails: 'rules.amounts.emails',
  overdueHour: 'rules.overdueHour',
  eventMaxAgeHours: 'rules.eventMaxAgeHours',
  activeMonths: 'rules.activeMonths',
  contactsCarry: 'rules.contactsCarry',
  warehouseIds: 'catalog.warehouseIds',
  categoryIds: 'catalog.categoryIds',
  tagIds: 'catalog.tagIds',
  companyIds: 'catalog.companyIds',
  threshold: 'catalog.threshold',
} as const satisfies Record<string, Key>;

export const fieldLabels = (language: Language, t: Translate<Key>): Readonly<Record<string, string>> => ({
  ...erpFieldLabels(language),
  ...Object.fromEntries(Object.entries(OURS).map(([name, key]) => [name, t(key)])),
});
