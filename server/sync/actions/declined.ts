import { rounded } from '../orders/build-line.ts';
import type { becameOf } from '../orders/order-by-workflow.ts';
import type { Reason } from './design.ts';

type Became = Awaited<ReturnType<typeof becameOf>>;

/** Nobody is asked why: who it was can say. */
export function declinedReason({ where, by }: NonNullable<Became['declined']>, { total }: Became['document']): Reason {
  if (where === 'erp') return { words: DECLINED_IN_ERP };
  const words = by === null ? DECLINED_BY_SOMEBODY : DECLINED;
  return { words, facts: { by: by ?? '', total: total ? `${rounded(total.amount, total.currency)} ${total.currency}` : '–' } };
}
const DECLINED_IN_ERP: Reason['words'] = {
  en: 'Whoever approves documents in the ERP did not agree to it.',
  es: 'Quien aprueba documentos en el ERP no lo aprobó.',
};
const DECLINED: Reason['words'] = {
  en: '{by} declined the order over {total}. It stays a quotation until somebody asks again on the card of the deal.',
  es: '{by} no aprobó el pedido por {total}. Sigue siendo una cotización hasta que alguien lo pida de nuevo en la tarjeta del negocio.',
};
const DECLINED_BY_SOMEBODY: Reason['words'] = {
  en: 'An approver declined the order over {total}. It stays a quotation until somebody asks again on the card of the deal.',
  es: 'Un aprobador no aprobó el pedido por {total}. Sigue siendo una cotización hasta que alguien lo pida de nuevo en la tarjeta del negocio.',
};
