import type { PropertyView } from '../../api/customers.ts';
import type { OrderChoice, OrdersView, PipelineOrderRules, PipelineView } from '../../api/orders.ts';
import type { Translate } from '../../common/translate.ts';
import type { Key } from '../../i18n/en.ts';
import { makesOrders } from '../../hooks/orders.ts';
import type { Choices } from './choices.ts';

type ProjectCode = NonNullable<PipelineOrderRules['projectCode']>;
const codeOf = (projectCode: ProjectCode): string => (projectCode.kind === 'existing' ? projectCode.code : '');

interface About {
  rules: PipelineOrderRules;
  pipeline: PipelineView;
  /** Null: the ERP does not answer, and its ids stand for its names. */
  choices: Choices | null;
  teams: OrdersView['teams'];
  /** Its name. */
  erp: string;
  /** Null: HubSpot does not answer, and names stand for labels. */
  dealProperties: PropertyView[] | null;
}

/** What a person confirms, one sentence after the other: what happens when, with whose prices, where, on which terms, and who agrees. */
export function rulesInWords({ rules, pipeline, choices, teams, erp, dealProperties }: About, t: Translate<Key>): string[] {
  const nameOf = (list: OrderChoice[] | undefined, id: string | null): string =>
    id === null ? t('orders.erpDecides') : (list?.find((one) => one.id === id)?.name ?? t('catalog.rules.byId', { id }));
  const placeOf = (id: string): number => pipeline.stages.findIndex((one) => one.id === id);
  const stages = Object.entries(rules.stages)
    .sort(([a], [b]) => placeOf(a) - placeOf(b))
    .map(([id, outcome]) => t(`orders.words.${outcome}`, { stage: pipeline.stages[placeOf(id)]?.label ?? id, erp }));
  const lists = Object.entries(rules.priceLists).map(([currency, id]) => `${currency}: ${nameOf(choices?.priceLists, id)}`);
  const approvers = [
    ...(rules.approval?.userEmails ?? []),
    ...(rules.approval?.teamIds ?? []).map((id) =>
      t('orders.words.team', { name: teams.find((team) => team.id === id)?.name ?? String(id) }),
    ),
  ];
  const { kind, categoryId } = rules.newProducts;
  const facts = { erp, kind: t(`orders.newProducts.kind.${kind}`), category: nameOf(choices?.categories, categoryId) };
  const newProducts = t('orders.words.newProducts', facts);
  const nobody = rules.approval ? 'orders.words.nobodyChosen' : makesOrders(rules) ? 'orders.words.noApproval' : 'orders.onlyQuotations';
  return [
    ...(stages.length > 0 ? stages : [t('orders.words.never')]),
    ...(rules.confirmWhen ?? []).map((condition) => {
      const property = dealProperties?.find(({ name }) => name === condition.property);
      const labelOf = (value: string): string => property?.options?.find((one) => one.value === value)?.label ?? value;
      const facts = { property: property?.label ?? condition.property, values: condition.values.map(labelOf).join(', ') };
      return t(condition.values.length > 0 ? 'orders.words.confirmWhen' : 'orders.words.confirmWhenFilled', facts);
    }),
    ...(rules.confirmWhenSigned ? [t('orders.words.confirmWhenSigned')] : []),
    t(`orders.words.prices.${rules.prices}`, { erp }),
    t('orders.words.where', {
      company: nameOf(choices?.companies, rules.companyId),
      warehouse: nameOf(choices?.warehouses, rules.warehouseId),
      terms: nameOf(choices?.paymentTerms, rules.paymentTermId),
    }),
    lists.length > 0 ? t('orders.words.lists', { lists: lists.join(', '), erp }) : t('orders.words.noLists', { erp }),
    t('orders.words.taxes', { erp }),
    ...(rules.unknownProduct === 'create' ? [newProducts] : []),
    ...(rules.unknownProduct === 'placeholder' ? [t('orders.words.placeholder', { erp })] : []),
    approvers.length > 0 ? t('orders.words.approval', { approvers: approvers.join(', ') }) : t(nobody, { erp }),
    t(`orders.words.whenLost.${rules.whenLost}`, { erp }),
    ...(rules.projectCode ? [t(`orders.words.projectCode.${rules.projectCode.kind}`, { erp, code: codeOf(rules.projectCode) })] : []),
    ...(rules.projects ?? []).map(({ templateId, products, categoryIds }) => {
      const named = [...products.map(({ name }) => name), ...categoryIds.map((id) => nameOf(choices?.categories, id))];
      return t('orders.words.project', { erp, template: nameOf(choices?.projectTemplates ?? [], templateId), products: named.join(', ') });
    }),
    t(rules.reserves ? 'orders.words.reserves' : 'orders.words.reservesNothing', { erp }),
  ];
}
