import { z } from 'zod';
import type { Db } from '../../db/index.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { recordId, type ConnectionId, type ErpRecordId, type PortalId } from '../../shared/ids.ts';
import { isDeal, isProduct, objectTypeOfId } from '../../shared/object-types.ts';
import type { RecordScope } from '../../records/queries/totals.ts';
import type { CheckVat } from '../../portals/vies/check-vat.ts';
import type { Connectors } from '../../sync/shared/connectors.ts';
import type { Enqueue } from '../../sync/shared/job-data.ts';
import type { Viewer, ViewerDeps } from '../viewer.ts';

export interface CardDeps extends ViewerDeps {
  db: Db;
  now(): Date;
  enqueue: Enqueue;
  connectors: Connectors;
  /** Keyed hash of an e-mail address: recognises forgotten people without knowing them. */
  hashEmail(email: string): string;
  /** Asks the EU about a VAT number, whatever the portal's settings. */
  checkVat: CheckVat;
}

/** HubSpot's proxy signs portal and user; the record is the card's own word, so every query is scoped by the signed portal. */
export const RecordQuery = z.object({ objectTypeId: z.string(), objectId: z.coerce.string().regex(/^\d{1,20}$/) });
export const InvoiceId = z.object({ connectionId: z.uuid(), invoiceId: z.string().min(1).max(200) }).transform((id) => ({
  connectionId: id.connectionId as ConnectionId,
  invoiceId: id.invoiceId as ErpRecordId,
}));
export const CustomerId = z.object({ connectionId: z.uuid(), customerId: z.string().min(1).max(200) }).transform((id) => ({
  connectionId: id.connectionId as ConnectionId,
  customerId: id.customerId as ErpRecordId,
}));

export function scopeOf(viewer: Viewer, query: z.infer<typeof RecordQuery>): RecordScope {
  const objectType = objectTypeOfId(query.objectTypeId);
  if (!objectType || isProduct(objectType))
    throw new InvalidInputError('Object type not served', { code: 'input.invalid', params: { field: 'objectTypeId' } });
  return {
    portalId: viewer.portalId as PortalId,
    objectType,
    recordId: recordId(query.objectId),
    contactsCarry: viewer.settings.contactsCarry,
    day: viewer.day,
  };
}

/** Of a record that can be a customer. */
export function customerScope(viewer: Viewer, input: unknown) {
  const { portalId, objectType, recordId: id } = scopeOf(viewer, RecordQuery.parse(input));
  if (!isDeal(objectType)) return { portalId, objectType, recordId: id };
  throw new InvalidInputError('Deals have no customer of their own', { code: 'input.invalid', params: { field: 'objectTypeId' } });
}
