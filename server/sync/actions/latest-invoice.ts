import { invoices } from '../../streams/invoices/index.ts';
import { loadLatestInvoice } from '../../records/queries/latest-invoice.ts';
import { INVOICED_OBJECT_TYPES } from '../../shared/object-types.ts';
import { done, scopeOfRun, type Action, type Finding, type Look } from './action.ts';
import { defineAction } from './design.ts';
import { FAILED_RESULT, PAYMENT_STATUS_OUTPUT, REASONS } from './words.ts';

const design = defineAction({
  name: 'latest-invoice',
  objectTypes: INVOICED_OBJECT_TYPES,
  label: { en: 'Get the latest invoice', es: 'Obtener la última factura' },
  description: {
    en: 'Tells number, amount and due date of the latest invoice of this record, and the link to it in the ERP.',
    es: 'Dice el número, el importe y el vencimiento de la última factura de este registro, y su enlace en el ERP.',
  },
  card: { en: 'Get the latest ERP invoice', es: 'Obtener la última factura del ERP' },
  inputs: {},
  outputs: {
    link: { label: { en: 'Link to the invoice', es: 'Enlace a la factura' }, format: 'text' },
    status: PAYMENT_STATUS_OUTPUT,
    total: { label: { en: 'Amount', es: 'Importe' }, format: 'amount' },
    open: { label: { en: 'Open amount', es: 'Saldo abierto' }, format: 'amount' },
    currency: { label: { en: 'Currency', es: 'Moneda' }, format: 'text' },
    issued: { label: { en: 'Invoice date', es: 'Fecha de la factura' }, format: 'day' },
    due: { label: { en: 'Due date', es: 'Vencimiento' }, format: 'day' },
  },
  results: {
    found: { label: { en: 'Found', es: 'Encontrada' } },
    no_invoice: { label: { en: 'No invoice', es: 'Sin factura' } },
    failed: FAILED_RESULT,
  },
  isAfterWriting: false,
});
type Design = typeof design;

const PATIENCE_MS = 60_000;

export const latestInvoice: Action<Design> = { design, waitsMs: () => PATIENCE_MS, look };

/** From the mirror: nothing is waited for. */
async function look(one: Look<Design>): Promise<Finding<Design>> {
  const { deps, run } = one;
  const invoice = await loadLatestInvoice(deps.db, scopeOfRun(one));
  if (!invoice) return done<Design>({ result: 'no_invoice', reason: { words: REASONS.noInvoice } });
  const { connectionId, id, number, status, total, open, currency, issuedOn, dueOn } = invoice;
  const { linkTo } = await deps.connectors.capabilitiesOf({ portalId: run.portalId, connectionId });
  const link = linkTo?.(invoices.name, id) ?? null;
  return done<Design>({
    result: 'found',
    erpNumber: number,
    outputs: { link, status, total, open, currency, issued: issuedOn, due: dueOn },
  });
}
