import type { z } from 'zod';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { fieldsOf } from '../shared/rows.ts';
import { SERVICES, type Service } from './services.ts';

/** Orders and quotations are alike but for the names of their sets and of a few fields, and for what quotations have not. */
export interface SalesKind {
  service: Service;
  set: 'A_SalesOrder' | 'A_SalesQuotation';
  items: 'A_SalesOrderItem' | 'A_SalesQuotationItem';
  /** Conditions of items. */
  conditions: 'A_SalesOrderItemPrElement' | 'A_SalesQuotationItemPrcgElmnt';
  /** Its number, and what names of further fields begin with. */
  number: 'SalesOrder' | 'SalesQuotation';
}

export const ORDER: SalesKind = {
  service: SERVICES.orders,
  set: 'A_SalesOrder',
  items: 'A_SalesOrderItem',
  conditions: 'A_SalesOrderItemPrElement',
  number: 'SalesOrder',
};
export const QUOTATION: SalesKind = {
  service: SERVICES.quotations,
  set: 'A_SalesQuotation',
  items: 'A_SalesQuotationItem',
  conditions: 'A_SalesQuotationItemPrcgElmnt',
  number: 'SalesQuotation',
};
export const SALES_KINDS: readonly SalesKind[] = [ORDER, QUOTATION];

/** Categories of documents, as other documents name them. */
export const CATEGORY = { quotation: 'B', order: 'C', delivery: 'J', invoice: 'M' } as const;

const OF_QUOTATIONS = 'quotation/';

/** Orders by their number; quotations, whose service may not be arranged, are told apart: `quotation/20000001`. */
export const salesId = (kind: SalesKind, number: string): ErpRecordId =>
  erpRecordId(kind === QUOTATION ? `${OF_QUOTATIONS}${number}` : number);

/** Null: the id is of another kind of record. */
export function salesDocumentOf(id: string): { kind: SalesKind; number: string } | null {
  const isQuotation = id.startsWith(OF_QUOTATIONS);
  const number = isQuotation ? id.slice(OF_QUOTATIONS.length) : id;
  return /^[A-Z0-9]{1,10}$/i.test(number) ? { kind: isQuotation ? QUOTATION : ORDER, number } : null;
}

/** What quotations have not. */
const OF_ORDERS_ALONE = new Set(['OverallTotalDeliveryStatus', 'OverallOrdReltdBillgStatus', 'TaxAmount', 'DeliveryStatus']);

/** Ours are named like those of orders. */
export const fieldIn = (kind: SalesKind, field: string): string => field.replace(/^SalesOrder(?!ganization)/, kind.number);

/** The names to ask for of a schema with our names. */
export const fieldsIn = (kind: SalesKind, schema: z.ZodObject): string[] =>
  fieldsOf(schema)
    .filter((field) => kind === ORDER || !OF_ORDERS_ALONE.has(field))
    .map((field) => fieldIn(kind, field));

/** A row by our names. */
export const asOrder = (kind: SalesKind, row: unknown): unknown =>
  kind === ORDER
    ? row
    : Object.fromEntries(
        Object.entries(row as Record<string, unknown>).map(([field, value]) => [field.replace(/^SalesQuotation/, ORDER.number), value]),
      );
