import { z } from 'zod';
import type { ErpRecordId } from '../../shared/ids.ts';
import { DRAFT, ORDER, QUOTATION } from './document-sets.ts';
import { stampText } from './mapping.ts';
import { Amount, DayText, Id, stamp, Text, type Numbered } from './raw.ts';
import { documentId, parseId } from './record-ids.ts';
import { allOf, oneOf } from '../shared/odata-query.ts';
import { fieldsOf } from '../shared/rows.ts';

/** What is agreed with customers: the documents of the stream of orders. */
export interface AgreedSet {
  name: 'Quotations' | 'Orders' | 'Drafts';
  objectType: number;
  filter: string;
  /** The user may not be allowed to read it, nor every patch level know what we ask. */
  isOptional?: true;
}

/** What a draft can become that is of this stream. */
const KINDS = ['oQuotations', 'oOrders'];
/** Somebody has to agree to it, or did not. Drafts without are unfinished, and what was generated from one is a document of its own. */
const IN_APPROVAL = ['dasPending', 'dasApproved', 'dasRejected', 'dasCancelled'];

export const QUOTATIONS: AgreedSet = { name: 'Quotations', objectType: QUOTATION, filter: '' };
export const ORDERS: AgreedSet = { name: 'Orders', objectType: ORDER, filter: '' };
export const DRAFTS: AgreedSet = {
  name: 'Drafts',
  objectType: DRAFT,
  filter: allOf(oneOf('DocObjectCode', KINDS), oneOf('AuthorizationStatus', IN_APPROVAL)),
  isOptional: true,
};
export const AGREED_SETS: readonly AgreedSet[] = [QUOTATIONS, ORDERS, DRAFTS];

export const agreedId = (set: AgreedSet, entry: number): ErpRecordId => documentId(set.objectType, entry);

/** Null: the id is of another kind of record. */
export function agreedOf(id: string): { set: AgreedSet; entry: number } | null {
  const parsed = parseId(id);
  const set = AGREED_SETS.find(({ objectType }) => objectType === parsed?.objectType);
  return parsed && set ? { set, entry: parsed.entry } : null;
}

/** The documents among them, by their set, each once. */
export function agreedAmong(ids: readonly ErpRecordId[]): { set: AgreedSet; entries: number[] }[] {
  const found = ids.flatMap((id) => agreedOf(id) ?? []);
  return [...Map.groupBy(found, ({ set }) => set)].map(([set, some]) => ({ set, entries: [...new Set(some.map(({ entry }) => entry))] }));
}

export const rowId =
  (set: AgreedSet) =>
  ({ DocEntry }: Record<string, unknown>): ErpRecordId =>
    agreedId(set, Number(DocEntry));

/** What the change stamp is made of: what is drawn from a document changes nothing of it, and is found by what was drawn. */
export const RawAgreedStamp = z.object({
  DocEntry: Id,
  DocumentStatus: Text,
  CancelStatus: Text,
  AuthorizationStatus: Text,
  DocTotal: z.number(),
  ...stamp,
});

/** In the document's currency, or in that of the books. */
export const RawTotals = z.object({ DocCurrency: Text, DocTotal: z.number(), DocTotalFc: Amount, VatSum: Amount, VatSumFc: Amount });
export type RawTotals = z.output<typeof RawTotals>;

export const RawAgreed = RawAgreedStamp.extend({
  DocNum: Id,
  Series: Id.nullish(),
  BPLName: Text,
  BPL_IDAssignedToInvoice: Id.nullish(),
  DocType: Text,
  DocObjectCode: Text,
  CardCode: z.string().min(1),
  ContactPersonCode: Id.nullish(),
  NumAtCard: Text,
  DocDate: DayText,
  DocDueDate: DayText,
  ...RawTotals.shape,
}) satisfies z.ZodType<Numbered>;
export type RawAgreed = z.output<typeof RawAgreed>;
export const AGREED_FIELDS = fieldsOf(RawAgreed);

export const agreedChangeStamp = (raw: z.output<typeof RawAgreedStamp>): string =>
  [stampText(raw), raw.DocumentStatus, raw.CancelStatus, raw.AuthorizationStatus ?? '', raw.DocTotal].join(' ');

/** Of a draft: no longer of the stream, most likely because its document is there. */
export function isGenerated({ AuthorizationStatus }: Pick<RawAgreed, 'AuthorizationStatus'>): boolean {
  return !IN_APPROVAL.includes(AuthorizationStatus ?? '');
}
