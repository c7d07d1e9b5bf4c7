import type { ConnectionId } from '../../shared/ids.ts';
import { CUSTOMER_OBJECT_TYPES, isDeal } from '../../shared/object-types.ts';
import { askByWorkflow, creationState, type CreationState } from '../customers/create-by-workflow.ts';
import { done, type Action, type Finding, type Look } from './action.ts';
import { CONNECTION_INPUT, defineAction, type Outcome } from './design.ts';
import { FAILED_RESULT, REASONS } from './words.ts';

const design = defineAction({
  name: 'send-customer',
  objectTypes: CUSTOMER_OBJECT_TYPES,
  label: { en: 'Send the customer to the ERP', es: 'Enviar el cliente al ERP' },
  description: {
    en: 'Makes this record a customer of the ERP by the rules of the settings, unless it is one.',
    es: 'Crea este registro como cliente del ERP según las reglas de la configuración, salvo que ya lo sea.',
  },
  card: { en: 'Send the customer to the ERP', es: 'Enviar el cliente al ERP' },
  inputs: { connection: CONNECTION_INPUT },
  outputs: {},
  results: {
    created: { label: { en: 'Created', es: 'Creado' } },
    already_existed: { label: { en: 'It was there already', es: 'Ya existía' } },
    waiting_approval: { label: { en: 'Somebody has to look at it', es: 'Alguien tiene que revisarlo' } },
    refused: { label: { en: 'Refused', es: 'Rechazado' }, isFailure: true },
    not_in_time: { label: { en: 'Not done yet', es: 'Todavía no' }, isFailure: true },
    failed: FAILED_RESULT,
  },
  isAfterWriting: true,
});
type Design = typeof design;

/** What the ERP cannot be told for a day is done all the same, without the workflow. */
const PATIENCE_MS = 24 * 3_600_000;

export const sendCustomer: Action<Design> = { design, waitsMs: () => PATIENCE_MS, look };

async function look({ deps, run, inputs }: Look<Design>): Promise<Finding<Design>> {
  const { portalId, objectType, recordId } = run;
  if (isDeal(objectType)) throw new Error('Deals are no customers');
  const record = { portalId, objectType, recordId };
  const known = run.memo as { key?: string; connectionId?: ConnectionId };
  if (known.key && known.connectionId)
    return find(run.isBlocking, known.key, await creationState(deps.db, record, { ...known, key: known.key }));
  const asked = await askByWorkflow(deps, record, (inputs.connection as ConnectionId | null) ?? null);
  if ('refused' in asked) return done<Design>({ result: 'refused', reason: { words: REFUSALS[asked.refused] } });
  if ('customer' in asked) return done<Design>({ result: 'already_existed', erpNumber: asked.customer.number });
  const state = await creationState(deps.db, record, asked);
  const finding = find(run.isBlocking, asked.key, state);
  return finding.kind === 'waiting' ? { ...finding, memo: { ...asked } } : finding;
}

function find(isBlocking: boolean, key: string, state: CreationState): Finding<Design> {
  const outcome = outcomeOf(state);
  if (outcome) return done(outcome);
  const reason = { words: isBlocking ? REASONS.erpBusy : REASONS.cannotWait };
  return { kind: 'waiting', on: key, otherwise: { result: 'not_in_time', reason } };
}

/** Null: it is being done. */
function outcomeOf({ state, waitingFor, number, isNew, isParted }: CreationState): Outcome<Design> | null {
  if (isParted) return { result: 'refused', reason: { words: REFUSALS.parted } };
  if (state === 'done') return { result: isNew ? 'created' : 'already_existed', erpNumber: number };
  if (state === 'waiting') return { result: 'waiting_approval', reason: { words: WAITING[waitingFor ?? ''] ?? WAITING_FOR_SOMEBODY } };
  if (state === 'rejected') return { result: 'refused', reason: { words: REASONS.erpRefused } };
  if (state !== 'cancelled') return null;
  return { result: 'refused', reason: { words: waitingFor === null ? REFUSALS.left_out : REFUSALS.not_wanted } };
}

const REFUSALS = {
  parted: {
    en: 'It was a customer of the ERP, and somebody took the link away. Link it again on the card of the record, or create it there.',
    es: 'Era cliente del ERP y alguien quitó el vínculo. Vuelva a vincularlo en la tarjeta del registro o créelo allí.',
  },
  no_rules: {
    en: 'Nobody approved that customers are made of such records.',
    es: 'Nadie aprobó que se creen clientes de registros como este.',
  },
  several: { en: 'Several ERPs are connected: choose one in the step.', es: 'Hay varios ERP conectados: elija uno en el paso.' },
  unknown: { en: 'The ERP that was chosen is not connected any more.', es: 'El ERP elegido ya no está conectado.' },
  not_wanted: {
    en: 'A person decided that no customer is made of this record. It can still be created on its card.',
    es: 'Una persona decidió que no se cree un cliente de este registro. Todavía se puede crear en su tarjeta.',
  },
  left_out: { en: 'The rules of the settings leave this record out.', es: 'Las reglas de la configuración excluyen este registro.' },
};

const WAITING_FOR_SOMEBODY = {
  en: 'Something is missing or not clear; the card of the record says what.',
  es: 'Falta algo o no está claro; la tarjeta del registro dice qué.',
};
const WAITING: Readonly<Record<string, typeof WAITING_FOR_SOMEBODY>> = {
  'command.waiting_trial': {
    en: 'The first records wait until an administrator has looked at them.',
    es: 'Los primeros registros esperan a que un administrador los revise.',
  },
  'command.waiting_organisation': {
    en: 'Its company is no customer of the ERP yet.',
    es: 'Su empresa todavía no es cliente del ERP.',
  },
};
