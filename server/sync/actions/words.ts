import type { Language } from '../../hubspot/properties.ts';
import type { OutputDesign, Reason } from './design.ts';

/** What every step tells. */
export const COMMON_OUTPUTS = {
  result: { label: { en: 'Result', es: 'Resultado' }, format: 'status' },
  reason: { label: { en: 'Reason', es: 'Motivo' }, format: 'text' },
  erpNumber: { label: { en: 'Number in the ERP', es: 'Número en el ERP' }, format: 'text' },
} as const satisfies Record<string, OutputDesign>;

/** Behind the word for the result, in the history of a workflow. */
export const FAILED = ': {{reason}}';

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
    es: 'Esta cuenta no permite que Puente avise después (permiso "automation").',
  },
  later: { en: 'HubSpot or the ERP did not answer in time.', es: 'HubSpot o el ERP no respondió a tiempo.' },
} as const satisfies Record<string, Reason['words']>;

/** A reason as people read it. */
export function reasonIn(language: Language, reason: Reason | null | undefined): string {
  if (!reason) return '';
  return reason.words[language].replaceAll(/\{(\w+)\}/g, (_match, fact: string) => String(reason.facts?.[fact] ?? ''));
}
