import { z } from 'zod';
import { Instant, RecordIdText } from '../shared/values.ts';

/** A customer: an organisation, or a person (a private customer, or somebody who belongs to an organisation). */
export const Customer = z.object({
  id: RecordIdText,
  kind: z.enum(['organisation', 'person']),
  /** The organisation whose books carry the debt: the customer itself for organisations and private persons. */
  organisationId: RecordIdText,
  /** The organisation this one is a subsidiary of; null for persons. */
  parentId: RecordIdText.nullable(),
  /** The customer number people use. */
  number: z.string().nullable(),
  name: z.string(),
  /** Clean e-mail addresses, lower case, most important first. */
  emails: z.array(z.string()),
  phone: z.string().nullable(),
  website: z.string().nullable(),
  /** As the ERP spells it; compare only after normalising. */
  taxId: z.string().nullable(),
  address: z.object({
    street: z.string().nullable(),
    city: z.string().nullable(),
    zip: z.string().nullable(),
    state: z.string().nullable(),
    /** ISO 3166 alpha-2. */
    country: z.string().nullable(),
  }),
  /** A person to whom the organisation's invoices go. */
  isBillingContact: z.boolean(),
  /** False: archived or inactive in the ERP. */
  active: z.boolean(),
  /** True: the ERP forbids business with this customer. */
  blocked: z.boolean(),
  /** The only ERP company this customer belongs to; null: shared by all. */
  companyId: z.string().nullable(),
  createdAt: Instant.nullable(),
  /** Changes whenever the record changes; compared for equality only. */
  changeStamp: z.string(),
});
export type Customer = z.infer<typeof Customer>;
