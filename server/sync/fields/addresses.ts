import type { FieldRole } from '../../erp/shared/contract.ts';

export type CountryRole = Extract<FieldRole, 'country' | 'delivery_country'>;

export const isCountry = (role: FieldRole | null): role is CountryRole => role === 'country' || role === 'delivery_country';
export const isState = (role: FieldRole | null): boolean => role === 'state' || role === 'delivery_state';

/** Goods may go abroad: a state is one of the country of its own address. */
export const countryRoleFor = (role: FieldRole | null): CountryRole => (role === 'delivery_state' ? 'delivery_country' : 'country');
