import { z } from 'zod';
import { fieldsOf } from '../shared/rows.ts';
import { Flag, Key, NeededKey, Text } from './values.ts';

export const RawPartner = z.object({
  BusinessPartner: NeededKey,
  Customer: Key,
  /** 1 person, 2 organisation, 3 group */
  BusinessPartnerCategory: Text,
  BusinessPartnerFullName: Text,
  OrganizationBPName1: Text,
  OrganizationBPName2: Text,
  OrganizationBPName3: Text,
  OrganizationBPName4: Text,
  FirstName: Text,
  LastName: Text,
  BusinessPartnerIsBlocked: Flag,
  IsMarkedForArchiving: Flag,
});
export type RawPartner = z.output<typeof RawPartner>;

export const PARTNER_FIELDS = fieldsOf(RawPartner);

/** What no partner can be called is none. */
export const isPartnerNumber = (id: string): boolean => /^[A-Z0-9_.-]{1,10}$/i.test(id);
