import type { OrderChoice, OrderChoicesView } from '../../api/orders.ts';
import { useSettings } from '../../hooks/useSettings.tsx';

/** What the ERP lets orders be made with. */
export type Choices = Extract<OrderChoicesView, { state: 'ready' }>;

/** Of the chosen company, or of every company. */
export const ofCompany = <T extends { companyId: string | null }>(choices: T[], companyId: string | null): T[] =>
  choices.filter((one) => companyId === null || one.companyId === null || one.companyId === companyId);

/** What was chosen and is not offered now stays visible by its number: the ERP is away, or has it no more. */
export function useOptions(choices: OrderChoice[], chosen: string | null): { value: string; label: string }[] {
  const { t } = useSettings();
  const isUnknown = chosen !== null && chosen !== '' && !choices.some(({ id }) => id === chosen);
  return [
    ...choices.map(({ id, name }) => ({ value: id, label: name })),
    ...(isUnknown ? [{ value: chosen, label: t('catalog.rules.byId', { id: chosen }) }] : []),
  ];
}
