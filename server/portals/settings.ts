import { z } from 'zod';
import { normaliseEmail } from '../shared/email-addresses.ts';
import { CUSTOMER_OBJECT_TYPES, perObjectType } from '../shared/object-types.ts';
import type { PortalSettings } from '../../hubspot-app/app/settings/api/types.ts';

export const DEFAULT_SETTINGS: PortalSettings = {
  taxIdProperty: perObjectType(CUSTOMER_OBJECT_TYPES, () => null),
  contactsCarry: 'billing_contact',
  createMissing: perObjectType(CUSTOMER_OBJECT_TYPES, () => false),
  activeMonths: 12,
  eventMaxAgeHours: 48,
  overdueHour: 8,
  administrators: [],
  checksVies: false,
  amounts: { visibleTo: 'everybody' },
  writesAmounts: true,
  propertySets: [],
};

const PropertyName = z.string().regex(/^[a-z][a-z0-9_]{0,99}$/);
const Email = z
  .string()
  .max(254)
  .transform((text, context) => {
    const address = normaliseEmail(text);
    if (address === null) context.addIssue({ code: 'custom', message: 'One e-mail address expected' });
    return address ?? z.NEVER;
  });

/** What a person may send: any part of the settings; what is left out stays. */
export const PortalSettingsPatch = z
  .strictObject({
    taxIdProperty: z.record(z.enum(CUSTOMER_OBJECT_TYPES), PropertyName.nullable()),
    contactsCarry: z.enum(['billing_contact', 'all_contacts', 'none']),
    createMissing: z.record(z.enum(CUSTOMER_OBJECT_TYPES), z.boolean()),
    activeMonths: z.int().min(1).max(120),
    eventMaxAgeHours: z.int().min(1).max(720),
    overdueHour: z.int().min(0).max(23),
    administrators: z.array(Email).max(100),
    checksVies: z.boolean(),
    amounts: z.discriminatedUnion('visibleTo', [
      z.strictObject({ visibleTo: z.literal('everybody') }),
      z.strictObject({ visibleTo: z.literal('some'), userEmails: z.array(Email).max(500), teamIds: z.array(z.int().positive()).max(200) }),
    ]),
    writesAmounts: z.boolean(),
    propertySets: z.array(z.enum(['projects', 'subscriptions'])).max(2),
  } satisfies Record<keyof PortalSettings, z.ZodType>)
  .partial();
export type PortalSettingsPatch = z.infer<typeof PortalSettingsPatch>;

/** With what it is written over. */
export const PortalSettingsSave = PortalSettingsPatch.safeExtend({ was: PortalSettingsPatch.optional() });
