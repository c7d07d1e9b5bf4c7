import { orderStatus } from './order-status.ts';
import { paymentStatus } from './payment-status.ts';
import type { Property, RecordFacts } from './property.ts';
import { PRODUCT_PROPERTIES } from './product-entries.ts';
import { SUBSCRIPTION_PROPERTIES } from './subscription-entries.ts';
import { overallStatus } from '../../streams/projects/progress.ts';
import { CUSTOMER_OBJECT_TYPES, INVOICED_OBJECT_TYPES, DEAL } from '../../shared/object-types.ts';

const DEALS = [DEAL] as const;

/**
 * Every property of ours, the most important ones first: an account with little room gets those. At most eight an object, because free
 * accounts hold about ten custom properties; the rest stands in sets that are switched on. What is added here is provisioned, computed, compared and written.
 */
export const PROPERTIES = [
  {
    name: 'erp_customer_key',
    objectTypes: CUSTOMER_OBJECT_TYPES,
    kind: 'key',
    format: 'text',
    label: { en: 'ERP customer key', es: 'Clave de cliente ERP' },
    description: { en: 'Ties this record to its ERP customer. Do not edit.', es: 'Une este registro con su cliente del ERP. No editar.' },
    nothing: '',
    value: ({ key }) => key,
  },
  {
    name: 'erp_order_number',
    objectTypes: DEALS,
    kind: 'typed',
    format: 'text',
    label: { en: 'ERP order number', es: 'Número de pedido ERP' },
    description: {
      en: 'Type it to bring the invoices of that order to this deal.',
      es: 'Escríbalo para traer a este negocio las facturas de ese pedido.',
    },
    nothing: '',
  },
  {
    name: 'erp_order_status',
    objectTypes: DEALS,
    kind: 'state',
    format: 'status',
    label: { en: 'ERP order status', es: 'Estado del pedido ERP' },
    description: {
      en: 'What became of this deal in the ERP, from asking to payment.',
      es: 'Qué ha sido de este negocio en el ERP, desde la solicitud hasta el pago.',
    },
    options: {
      none: { en: 'No order', es: 'Sin pedido' },
      asked: { en: 'Requested', es: 'Solicitado' },
      waiting_customer: { en: 'Waiting for customer', es: 'En espera del cliente' },
      waiting_approval: { en: 'Waiting for approval', es: 'En espera de aprobación' },
      refused: { en: 'Refused', es: 'Rechazado' },
      difference: { en: 'Amounts differ', es: 'Importes distintos' },
      unknown: { en: 'Result not known', es: 'Resultado desconocido' },
      quotation: { en: 'Quotation', es: 'Cotización' },
      ordered: { en: 'Ordered', es: 'Confirmado' },
      reserved: { en: 'Reserved', es: 'Reservado' },
      partly_delivered: { en: 'Partly delivered', es: 'Entregado en parte' },
      delivered: { en: 'Delivered', es: 'Entregado' },
      invoiced: { en: 'Invoiced', es: 'Facturado' },
      paid: { en: 'Paid', es: 'Pagado' },
      cancelled: { en: 'Cancelled', es: 'Cancelado' },
    },
    nothing: 'none',
    value: ({ orders }) => orders && orderStatus(orders),
  },
  {
    name: 'erp_customer_status',
    objectTypes: CUSTOMER_OBJECT_TYPES,
    kind: 'state',
    format: 'status',
    label: { en: 'ERP customer status', es: 'Estado de cliente ERP' },
    description: { en: 'Active: invoiced lately. Blocked: by the ERP.', es: 'Activo: facturado hace poco. Bloqueado: por el ERP.' },
    options: {
      none: { en: 'Never invoiced', es: 'Nunca facturado' },
      active: { en: 'Active', es: 'Activo' },
      inactive: { en: 'Inactive', es: 'Inactivo' },
      blocked: { en: 'Blocked', es: 'Bloqueado' },
    },
    nothing: 'none',
    value: customerStatus,
  },
  {
    name: 'erp_payment_status',
    objectTypes: INVOICED_OBJECT_TYPES,
    kind: 'state',
    format: 'status',
    label: { en: 'ERP payment status', es: 'Estado de pago ERP' },
    description: { en: 'How the invoices of this record stand.', es: 'Cómo están las facturas de este registro.' },
    options: {
      none: { en: 'Nothing invoiced', es: 'Sin facturas' },
      open: { en: 'Open', es: 'Abierta' },
      partially_paid: { en: 'Partly paid', es: 'Pago parcial' },
      in_payment: { en: 'Payment in progress', es: 'Pago en proceso' },
      paid: { en: 'Paid', es: 'Pagada' },
      overdue: { en: 'Overdue', es: 'Vencida' },
      credited: { en: 'Credited', es: 'Con nota de crédito' },
    },
    nothing: 'none',
    value: paymentStatus,
  },
  {
    name: 'erp_open_amount',
    objectTypes: INVOICED_OBJECT_TYPES,
    kind: 'state',
    format: 'amount',
    label: { en: 'ERP open amount', es: 'Saldo abierto ERP' },
    description: { en: 'Still to be paid, in the account currency.', es: 'Por pagar, en la moneda de la cuenta.' },
    nothing: '',
    value: ({ open }) => open,
  },
  {
    name: 'erp_overdue_amount',
    objectTypes: CUSTOMER_OBJECT_TYPES,
    kind: 'state',
    format: 'amount',
    label: { en: 'ERP overdue amount', es: 'Saldo vencido ERP' },
    description: { en: 'Past its due date, in the account currency.', es: 'Vencido, en la moneda de la cuenta.' },
    nothing: '',
    value: ({ overdue }) => overdue,
  },
  {
    name: 'erp_last_invoice_number',
    objectTypes: DEALS,
    kind: 'state',
    format: 'text',
    label: { en: 'ERP last invoice', es: 'Última factura ERP' },
    description: { en: 'Number of the latest invoice of this deal.', es: 'Número de la factura más reciente de este negocio.' },
    nothing: '',
    value: ({ lastNumber }) => lastNumber,
  },
  {
    name: 'erp_payment_received_at',
    objectTypes: CUSTOMER_OBJECT_TYPES,
    kind: 'event',
    format: 'instant',
    label: { en: 'ERP payment received at', es: 'Pago recibido ERP' },
    description: {
      en: 'Moves with every payment: start workflows from it.',
      es: 'Cambia con cada pago: úselo para iniciar flujos de trabajo.',
    },
    nothing: '',
    movedBy: 'payment_received',
  },
  {
    name: 'erp_invoice_paid_at',
    objectTypes: INVOICED_OBJECT_TYPES,
    kind: 'event',
    format: 'instant',
    label: { en: 'ERP invoice paid at', es: 'Factura pagada ERP' },
    description: {
      en: 'Moves when an invoice is paid in full: start workflows from it.',
      es: 'Cambia al pagarse una factura: úselo para iniciar flujos de trabajo.',
    },
    nothing: '',
    movedBy: 'invoice_paid',
  },
  {
    name: 'erp_invoice_overdue_at',
    objectTypes: INVOICED_OBJECT_TYPES,
    kind: 'event',
    format: 'instant',
    label: { en: 'ERP invoice overdue at', es: 'Factura vencida ERP' },
    description: {
      en: 'Moves when an invoice becomes overdue: start workflows from it.',
      es: 'Cambia al vencer una factura: úselo para iniciar flujos de trabajo.',
    },
    nothing: '',
    movedBy: 'invoice_overdue',
  },
  {
    name: 'erp_order_delivered_at',
    objectTypes: DEALS,
    kind: 'event',
    format: 'instant',
    label: { en: 'ERP order delivered at', es: 'Pedido entregado ERP' },
    description: {
      en: 'Moves when an order is delivered in full: start workflows from it.',
      es: 'Cambia al entregarse todo un pedido: úselo para iniciar flujos de trabajo.',
    },
    nothing: '',
    movedBy: 'order_delivered',
  },
  {
    name: 'erp_project_status',
    objectTypes: DEALS,
    set: 'projects',
    kind: 'state',
    format: 'status',
    label: { en: 'ERP project status', es: 'Estado del proyecto ERP' },
    description: {
      en: 'How far the project of this deal is, by its tasks.',
      es: 'Cuánto avanzó el proyecto de este negocio, según sus tareas.',
    },
    options: {
      none: { en: 'No project', es: 'Sin proyecto' },
      not_started: { en: 'Not started', es: 'Sin empezar' },
      in_progress: { en: 'In progress', es: 'En curso' },
      done: { en: 'Done', es: 'Terminado' },
      stopped: { en: 'Stopped', es: 'Detenido' },
    },
    nothing: 'none',
    value: ({ projects }) => projects && overallStatus(projects),
  },
  {
    name: 'erp_project_completed_at',
    objectTypes: DEALS,
    set: 'projects',
    kind: 'event',
    format: 'instant',
    label: { en: 'ERP project completed at', es: 'Proyecto terminado ERP' },
    description: {
      en: 'Moves when the last task of a project is done: start workflows from it.',
      es: 'Cambia al terminarse la última tarea de un proyecto: úselo para iniciar flujos de trabajo.',
    },
    nothing: '',
    movedBy: 'project_completed',
  },
  ...SUBSCRIPTION_PROPERTIES,
  ...PRODUCT_PROPERTIES,
] as const satisfies readonly Property[];

function customerStatus({ isBlocked, isRecent }: RecordFacts): string | null {
  if (isBlocked) return 'blocked';
  if (isRecent === null) return null;
  return isRecent ? 'active' : 'inactive';
}
