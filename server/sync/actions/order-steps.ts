import { orders } from '../../streams/orders/index.ts';
import { DEAL } from '../../shared/object-types.ts';
import { askByWorkflow, becameOf } from '../orders/order-by-workflow.ts';
import { done, type Action, type Finding, type Look } from './action.ts';
import { declinedReason } from './declined.ts';
import { defineAction, type ActionDesign, type Outcome, type Reason } from './design.ts';
import { FAILED_RESULT, REASONS } from './words.ts';

const shared = {
  objectTypes: [DEAL],
  outputs: {
    total: { label: { en: 'Total', es: 'Total' }, format: 'amount' },
    currency: { label: { en: 'Currency', es: 'Moneda' }, format: 'text' },
    link: { label: { en: 'Link to the document', es: 'Enlace al documento' }, format: 'text' },
  },
  results: {
    created: { label: { en: 'Created', es: 'Creado' } },
    already_existed: { label: { en: 'It was there already', es: 'Ya existía' } },
    waiting_approval: { label: { en: 'Somebody has to agree', es: 'Alguien tiene que aprobarlo' } },
    declined: { label: { en: 'Declined by whoever has to agree', es: 'Denegado por quien debe aprobarlo' }, isFailure: true },
    refused: { label: { en: 'Refused', es: 'Rechazado' }, isFailure: true },
    not_in_time: { label: { en: 'Not done yet', es: 'Todavía no' }, isFailure: true },
    failed: FAILED_RESULT,
  },
  isAfterWriting: true,
} as const satisfies Partial<ActionDesign>;

const quotation = defineAction({
  ...shared,
  name: 'create-quotation',
  label: { en: 'Create a quotation in the ERP', es: 'Crear una cotización en el ERP' },
  description: {
    en: 'Makes a quotation of the lines of this deal, by the rules of the settings, unless it has one.',
    es: 'Crea una cotización con las partidas de este negocio según las reglas de la configuración, salvo que ya tenga una.',
  },
  card: { en: 'Create a quotation in the ERP', es: 'Crear una cotización en el ERP' },
  inputs: {},
});

const order = defineAction({
  ...shared,
  name: 'create-sales-order',
  label: { en: 'Create a sales order in the ERP', es: 'Crear un pedido de venta en el ERP' },
  description: {
    en: 'Makes a sales order of this deal: its quotation is confirmed once both totals agree and whoever has to approve did.',
    es: 'Crea un pedido de venta de este negocio: su cotización se confirma cuando ambos totales coinciden y quien debe aprobarlo lo hizo.',
  },
  card: { en: 'Create a sales order in the ERP', es: 'Crear un pedido de venta en el ERP' },
  inputs: {},
});

type Order = Outcome<typeof quotation>;
type Document = Extract<Awaited<ReturnType<typeof askByWorkflow>>, { kind: 'standing' }>['document'];
const DAY_MS = 86_400_000;

export const createQuotation: Action<typeof quotation> = {
  design: quotation,
  waitsMs: () => DAY_MS,
  look: (one) => look(one, 'quotation'),
};
export const createSalesOrder: Action<typeof order> = { design: order, waitsMs: () => DAY_MS, look: (one) => look(one, 'order') };

/** Two of one deal at once ask for the same, and get the same. */
async function look(one: Look, wants: 'quotation' | 'order'): Promise<Finding<typeof quotation>> {
  const { deps, run, signal } = one;
  const wanted = { portalId: run.portalId, dealId: run.recordId, wants };
  const known = run.memo['key'];
  const asked = typeof known === 'string' ? { kind: 'asked' as const, key: known } : await askByWorkflow(deps, wanted, signal);
  if (asked.kind === 'no_rules') return done({ result: 'refused', reason: { words: NO_RULES } });
  if (asked.kind === 'standing') return done({ result: 'already_existed', ...(await factsOf(one, asked.document)) });
  const { state, declined, on, isNew, document } = await becameOf(deps.db, wanted, { key: asked.key, since: run.createdAt });
  const facts = await factsOf(one, document);
  if (state === 'made') return done({ result: isNew ? 'created' : 'already_existed', ...facts });
  if (declined) return done({ result: 'declined', reason: declinedReason(declined, document), ...facts });
  if (state === 'refused') return done({ result: 'refused', reason: { words: REASONS.erpRefused }, ...facts });
  if (state === 'needs_person') return done({ result: 'waiting_approval', reason: { words: TO_AGREE }, ...facts });
  const reason = { words: run.isBlocking ? REASONS.erpBusy : REASONS.cannotWait };
  return { kind: 'waiting', on, memo: { key: asked.key }, otherwise: { result: 'not_in_time', reason, ...facts } };
}

const NO_RULES: Reason['words'] = {
  en: 'Nobody approved that documents are made of such deals.',
  es: 'Nadie aprobó que se creen documentos de negocios como este.',
};
const TO_AGREE: Reason['words'] = {
  en: 'Somebody has to agree or to bring something; the card of the deal says what.',
  es: 'Alguien tiene que aprobarlo o aportar algo; la tarjeta del negocio dice qué.',
};

async function factsOf({ deps, run }: Look, { number, order: made, total }: Document): Promise<Pick<Order, 'erpNumber' | 'outputs'>> {
  const { linkTo } = made ? await deps.connectors.capabilitiesOf({ portalId: run.portalId, connectionId: made.connectionId }) : {};
  const link = made ? (linkTo?.(orders.name, made.id) ?? null) : null;
  return { erpNumber: number, outputs: { total: total?.amount ?? null, currency: total?.currency ?? null, link } };
}
