import type { Language } from '../../hubspot/properties.ts';
import { PAYMENT_STATUS, propertyNamed } from '../../records/catalogue/index.ts';
import type { InputDesign, OutputDesign, Reason, ResultDesign } from './design.ts';

/** What every step tells. */
export const COMMON_OUTPUTS = {
  result: { label: { en: 'Result', es: 'Resultado' }, format: 'status' },
  reason: { label: { en: 'Reason', es: 'Motivo' }, format: 'text' },
  erpNumber: { label: { en: 'Number in the ERP', es: 'Número en el ERP' }, format: 'text' },
} as const satisfies Record<string, OutputDesign>;

/** Behind the word for the result, in the history of a workflow. */
export const FAILED = ': {{reason}}';

export const FAILED_RESULT = { label: { en: 'Failed', es: 'Error' }, isFailure: true } as const satisfies ResultDesign;
export const NOT_LINKED_RESULT = {
  label: { en: 'Not tied to the ERP', es: 'No unido al ERP' },
  isFailure: true,
} as const satisfies ResultDesign;
export const NOT_OFFERED_RESULT = {
  label: { en: 'The ERP does not offer it', es: 'El ERP no lo ofrece' },
  isFailure: true,
} as const satisfies ResultDesign;
/** A branch of the workflow, and no failure. */
export const NOT_IN_TIME_RESULT = { label: { en: 'Not within the time', es: 'No dentro del plazo' } } as const satisfies ResultDesign;

export const PAYMENT_STATUS_OUTPUT = {
  label: { en: 'Payment status', es: 'Estado de pago' },
  format: 'status',
  options: propertyNamed(PAYMENT_STATUS).options!,
} as const satisfies OutputDesign;

/** In the account's currency, as on the record. */
export const PAYMENT_OUTPUTS = {
  status: PAYMENT_STATUS_OUTPUT,
  open: { label: { en: 'Open amount', es: 'Saldo abierto' }, format: 'amount' },
  overdue: { label: { en: 'Overdue amount', es: 'Saldo vencido' }, format: 'amount' },
  oldest_due: { label: { en: 'Oldest due date', es: 'Vencimiento más antiguo' }, format: 'day' },
} as const satisfies Record<string, OutputDesign>;

export const WITHIN_DAYS = {
  format: 'number',
  label: { en: 'At most so many days', es: 'Como máximo, tantos días' },
  description: {
    en: 'After that the workflow goes on with the result "not within the time". From 1 to 180; 30 if empty.',
    es: 'Después, el flujo de trabajo continúa con el resultado «no dentro del plazo». De 1 a 180; 30 si está vacío.',
  },
  ...{ least: 1, most: 180, standard: 30 },
} as const satisfies InputDesign;
export const waitsDays = (inputs: { within_days: number }): number => inputs.within_days * 86_400_000;

/** Reasons that more than one step has. */
export const REASONS = {
  notLinked: {
    en: 'This record is not tied to a customer of the ERP.',
    es: 'Este registro no está unido a un cliente del ERP.',
  },
  notConnected: { en: 'No ERP is connected at the moment.', es: 'No hay ningún ERP conectado en este momento.' },
  fault: {
    en: 'Puente could not do this. Support finds it by the time and this record.',
    es: 'Puente no pudo hacerlo. Soporte lo encuentra por la hora y este registro.',
  },
  erpAway: {
    en: 'The ERP did not answer in time; the figures are those read last.',
    es: 'El ERP no respondió a tiempo; las cifras son las últimas leídas.',
  },
  cannotWait: {
    en: 'This account does not let Puente report back later (permission "automation").',
    es: 'Esta cuenta no permite que Puente avise después (permiso «automation»).',
  },
  noInvoice: { en: 'Nothing was invoiced yet.', es: 'Todavía no se facturó nada.' },
  erpRefused: {
    en: 'The ERP did not take it; the card of the record says why.',
    es: 'El ERP no lo aceptó; la tarjeta del registro dice por qué.',
  },
  erpBusy: {
    en: 'The ERP has not done it yet; it is done as soon as the ERP answers.',
    es: 'El ERP todavía no lo hizo; se hará en cuanto responda.',
  },
  later: { en: 'HubSpot or the ERP did not answer in time.', es: 'HubSpot o el ERP no respondió a tiempo.' },
} as const satisfies Record<string, Reason['words']>;

/** A reason as people read it. */
export function reasonIn(language: Language, reason: Reason | null | undefined): string {
  if (!reason) return '';
  return reason.words[language].replaceAll(/\{(\w+)\}/g, (_match, fact: string) => String(reason.facts?.[fact] ?? ''));
}
