import type { OdooSettings } from './settings.ts';

/** Payment terms, price lists and the like are kept per company: those of the first one chosen, else of the user's own. */
export const companyContext = ({ companies }: OdooSettings): { allowed_company_ids?: number[] } =>
  companies.length === 0 ? {} : { allowed_company_ids: companies.map(Number) };
