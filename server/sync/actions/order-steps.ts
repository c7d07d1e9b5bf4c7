import type { PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { done, type Action, type ActionDeps, type Finding, type Look } from './action.ts';
import { defineAction, type ActionDesign, type Outcome, type Reason } from './design.ts';
import { FAILED_RESULT, REASONS } from './words.ts';

/** What makes orders of deals, as these steps see it. */
export interface DealOrders {
  /** Asks for it, once: whoever asks again gets what stands. Null `reserve`: as the rules say. Null: nobody set rules for such a deal. */
  askForOrder(
    deps: ActionDeps,
    asked: { portalId: PortalId; dealId: RecordId; confirm: boolean; reserve: boolean | null },
  ): Promise<{ key: string } | null>;
  /** What became of what was asked for under this key. */
  whatBecameOf(deps: ActionDeps, asked: { portalId: PortalId; dealId: RecordId; key: string }): Promise<DealOrderState>;
}

export interface DealOrderState {
  /** `working`: nobody has to do anything. `waiting_approval`: a person here or in the ERP has to agree, or to say that another total is right. */
  state: 'working' | 'made' | 'waiting_approval' | 'refused';
  /** While it is worked on: the key of the command that does it now. */
  on: string;
  /** False: it was there before it was asked for. */
  isNew: boolean;
  number: string | null;
  total: { amount: string; currency: string } | null;
  url: string | null;
}

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
    refused: { label: { en: 'Refused', es: 'Rechazado' }, isFailure: true },
    not_in_time: { label: { en: 'Not done yet', es: 'Todavía no' }, isFailure: true },
    failed: FAILED_RESULT,
  },
  isAfterWriting: true,
} as const satisfies Partial<ActionDesign>;

const quotation = defineAction({
  ...shared,
  name: 'create-quotation',
  label: { en: 'Create a quotation in the ERP', es: 'Crear un presupuesto en el ERP' },
  description: {
    en: 'Makes a quotation of the lines of this deal, by the rules of the settings, unless it has one.',
    es: 'Crea un presupuesto con las líneas de este negocio según las reglas de la configuración, salvo que ya tenga uno.',
  },
  card: { en: 'Create a quotation in the ERP', es: 'Crear un presupuesto en el ERP' },
  inputs: {},
});

const order = defineAction({
  ...shared,
  name: 'create-sales-order',
  label: { en: 'Create a sales order in the ERP', es: 'Crear un pedido de venta en el ERP' },
  description: {
    en: 'Makes a sales order of this deal: its quotation is confirmed once both totals agree and whoever has to approve did.',
    es: 'Crea un pedido de venta de este negocio: su presupuesto se confirma cuando ambos totales coinciden y quien debe aprobarlo lo hizo.',
  },
  card: { en: 'Create a sales order in the ERP', es: 'Crear un pedido de venta en el ERP' },
  inputs: {
    reserve: {
      format: 'choice',
      label: { en: 'Reserve stock', es: 'Reservar existencias' },
      description: { en: 'As the settings say, unless chosen here.', es: 'Según la configuración, salvo que se elija aquí.' },
      options: {
        rules: { en: 'As the settings say', es: 'Según la configuración' },
        yes: { en: 'Yes', es: 'Sí' },
        no: { en: 'No', es: 'No' },
      },
      standard: 'rules',
    },
  },
});

type Order = Outcome<typeof quotation>;
const DAY_MS = 86_400_000;
const RESERVES = { rules: null, yes: true, no: false } as const;

/** The steps that make something of a deal in the ERP. */
export const orderSteps = (orders: DealOrders): readonly Action[] => [
  { design: quotation, waitsMs: () => DAY_MS, look: (one) => look(orders, one, { confirm: false, reserve: null }) },
  {
    design: order,
    waitsMs: () => DAY_MS,
    look: (one) => look(orders, one, { confirm: true, reserve: RESERVES[(one as Look<typeof order>).inputs.reserve] }),
  },
];

/** Two of one deal at once ask for the same, and get the same. */
async function look(
  orders: DealOrders,
  { deps, run }: Look,
  wanted: { confirm: boolean; reserve: boolean | null },
): Promise<Finding<typeof quotation>> {
  const deal = { portalId: run.portalId, dealId: run.recordId };
  const known = run.memo['key'];
  const asked = typeof known === 'string' ? { key: known } : await orders.askForOrder(deps, { ...deal, ...wanted });
  if (!asked) return done({ result: 'refused', reason: { words: NO_RULES } });
  const became = await orders.whatBecameOf(deps, { ...deal, ...asked });
  if (became.state !== 'working') return done(outcomeOf(became));
  const otherwise: Order = {
    result: 'not_in_time',
    reason: { words: run.isBlocking ? REASONS.erpBusy : REASONS.cannotWait },
    ...factsOf(became),
  };
  return { kind: 'waiting', on: became.on, memo: { key: asked.key }, otherwise };
}

const NO_RULES: Reason['words'] = {
  en: 'Nobody approved that documents are made of such deals.',
  es: 'Nadie aprobó que se creen documentos de negocios como este.',
};
const TO_AGREE: Reason['words'] = {
  en: 'Somebody has to agree; the card of the deal says to what.',
  es: 'Alguien tiene que aprobarlo; la tarjeta del negocio dice qué.',
};

function outcomeOf(became: DealOrderState): Order {
  const facts = factsOf(became);
  if (became.state === 'made') return { result: became.isNew ? 'created' : 'already_existed', ...facts };
  if (became.state === 'refused') return { result: 'refused', reason: { words: REASONS.erpRefused }, ...facts };
  return { result: 'waiting_approval', reason: { words: TO_AGREE }, ...facts };
}

const factsOf = ({ number, total, url }: DealOrderState): Pick<Order, 'erpNumber' | 'outputs'> => ({
  erpNumber: number,
  outputs: { total: total?.amount ?? null, currency: total?.currency ?? null, link: url },
});
