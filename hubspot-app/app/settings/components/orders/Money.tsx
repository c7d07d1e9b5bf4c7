import { useCallback } from 'react';
import { AutoGrid, Flex, LoadingSpinner, Select, Text, ToggleGroup } from '@hubspot/ui-extensions';
import type { OrderChoice, PipelineView } from '../../api/orders.ts';
import { useLoaded } from '../../common/loaded.ts';
import { capitalised } from '../../common/translate.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Failed, NoticeAlert } from '../Notices.tsx';
import { ofCompany, useOptions, type Choices } from './choices.ts';
import { ConfirmRules } from './ConfirmRules.tsx';
import type { RulesPart } from './Pipeline.tsx';
import { ProjectCode } from './ProjectCode.tsx';
import { Salespeople } from './Salespeople.tsx';

interface Props extends RulesPart {
  pipeline: PipelineView;
  /** There are edits that are not saved: what is confirmed is what is saved. */
  isChanged: boolean;
  changed: () => Promise<unknown>;
}

/** What money depends on: whose prices, which company, warehouse, terms and price lists; confirmed by a person before the rules act by themselves. */
export function Money({ pipeline, isChanged, changed, ...part }: Props) {
  const { t, api } = useSettings();
  const { connectionId } = part.rules;
  const load = useCallback(() => api.orderChoices(connectionId), [api, connectionId]);
  const { state, reload } = useLoaded(load);
  const choices = state.status === 'ready' && state.data.state === 'ready' ? state.data : null;
  return (
    <Flex direction="column" gap="md">
      <Text format={{ fontWeight: 'demibold' }}>{t('orders.money')}</Text>
      <Text variant="microcopy">{t('orders.money.text')}</Text>
      {state.status === 'loading' && <LoadingSpinner label={t('orders.choices.loading')} showLabel />}
      {state.status === 'failed' && <Failed failure={state.failure} retry={() => void reload()} />}
      {state.status === 'ready' && state.data.state === 'failed' && <NoticeAlert notice={state.data.reason} />}
      {state.status !== 'loading' && choices === null && <Text variant="microcopy">{t('catalog.rules.noNames')}</Text>}
      <Prices {...part} />
      {/* Numbers where names come in a moment would only flicker. */}
      {state.status !== 'loading' && (
        <>
          <OfErp {...part} choices={choices} />
          <ProjectCode {...part} choices={choices} />
          <PriceLists {...part} choices={choices} />
          <Salespeople {...part} choices={choices} />
          <ConfirmRules {...part} choices={choices} pipeline={pipeline} isChanged={isChanged} changed={changed} />
        </>
      )}
    </Flex>
  );
}

function Prices({ rules: { prices, pipelineId }, change }: RulesPart) {
  const { t } = useSettings();
  return (
    <ToggleGroup
      name={`prices-${pipelineId}`}
      toggleType="radioButtonList"
      label={t('orders.prices')}
      value={prices}
      options={(['deal', 'erp'] as const).map((one) => ({ value: one, label: t(`orders.prices.${one}`) }))}
      onChange={(to) => change({ prices: to === 'erp' ? 'erp' : 'deal' })}
    />
  );
}

const PARTS = [
  { rule: 'companyId', choices: 'companies' },
  { rule: 'warehouseId', choices: 'warehouses' },
  { rule: 'paymentTermId', choices: 'paymentTerms' },
] as const;

function OfErp({ rules, change, choices }: RulesPart & { choices: Choices | null }) {
  const offered = {
    companies: choices?.companies ?? [],
    warehouses: ofCompany(choices?.warehouses ?? [], rules.companyId),
    paymentTerms: ofCompany(choices?.paymentTerms ?? [], rules.companyId),
  };
  return (
    <AutoGrid columnWidth={260} flexible gap="md">
      {PARTS.map(({ rule, choices: which }) => (
        <Choose key={rule} name={rule} choices={offered[which]} value={rules[rule]} change={(id) => change({ [rule]: id })} />
      ))}
    </AutoGrid>
  );
}

interface ChooseProps {
  name: (typeof PARTS)[number]['rule'];
  choices: OrderChoice[];
  value: string | null;
  change: (id: string | null) => void;
}

/** Not there where the ERP offers no choice and none was made. */
function Choose({ name, choices, value, change }: ChooseProps) {
  const { t } = useSettings();
  const options = useOptions(choices, value);
  if (choices.length === 0 && value === null) return null;
  return (
    <Select
      name={name}
      label={t(`orders.${name}`)}
      value={value ?? ''}
      options={[{ value: '', label: capitalised(t('orders.erpDecides')) }, ...options]}
      onChange={(id) => change(id === '' ? null : String(id))}
    />
  );
}

function PriceLists({ rules: { priceLists, companyId }, view: { currencies }, change, choices }: RulesPart & { choices: Choices | null }) {
  const shown = [...new Set([...currencies, ...Object.keys(priceLists)])];
  const lists = ofCompany(choices?.priceLists ?? [], companyId);
  const choose = (currency: string, id: string) => {
    const { [currency]: _, ...others } = priceLists;
    change({ priceLists: id === '' ? others : { ...others, [currency]: id } });
  };
  if (lists.length === 0 && Object.keys(priceLists).length === 0) return null;
  return (
    <AutoGrid columnWidth={260} flexible gap="md">
      {shown.map((currency) => (
        <PriceList
          key={currency}
          currency={currency}
          lists={lists.filter((list) => list.currency === null || list.currency === currency)}
          value={priceLists[currency] ?? ''}
          change={(id) => choose(currency, id)}
        />
      ))}
    </AutoGrid>
  );
}

interface PriceListProps {
  currency: string;
  lists: OrderChoice[];
  value: string;
  change: (id: string) => void;
}

function PriceList({ currency, lists, value, change }: PriceListProps) {
  const { t } = useSettings();
  const options = useOptions(lists, value === '' ? null : value);
  return (
    <Select
      name={`order-priceList-${currency}`}
      label={t('orders.priceList', { currency })}
      value={value}
      options={[{ value: '', label: t('orders.priceList.erp') }, ...options]}
      onChange={(id) => change(String(id))}
    />
  );
}
