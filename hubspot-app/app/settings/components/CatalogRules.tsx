import { AutoGrid, Button, Flex, LoadingButton, MultiSelect, NumberInput, Select, Text, Toggle } from '@hubspot/ui-extensions';
import type { CatalogChoices, CatalogRules as Rules, CatalogView } from '../api/catalog.ts';
import { useDraft, useSave } from '../hooks/drafts.tsx';
import { useSettings } from '../hooks/useSettings.tsx';
import { FailureAlert, NoticeAlert } from './Notices.tsx';
import { Overtaken } from './Overtaken.tsx';
import { SaveCatalog } from './SaveCatalog.tsx';

interface Props {
  connectionId: string;
  view: Exclude<CatalogView, { state: 'not_offered' }>;
  changed: () => Promise<unknown>;
  cancel?: () => void;
}

const FILTERS = [
  { rule: 'warehouseIds', choices: 'warehouses', help: 'catalog.none' },
  { rule: 'categoryIds', choices: 'categories', help: 'catalog.categoryIds.help' },
  { rule: 'tagIds', choices: 'tags', help: 'catalog.none' },
  { rule: 'companyIds', choices: 'companies', help: 'catalog.none' },
] as const;

/** Whose prices and stock HubSpot shows, which products it gets, and how small a change of stock is let pass. */
export function CatalogRules({ connectionId, view, changed, cancel }: Props) {
  const { t, api } = useSettings();
  const draft = useDraft<Rules>(view.rules, { tab: 'products', part: 'rules', connectionId });
  const { save, saveOver, isRunning, failure } = useSave(view.rules, draft, changed);
  const { value, change } = draft;
  const isFirst = view.state === 'off';
  const write = (was: Partial<Rules>) => api.saveCatalog(connectionId, value, was);
  const success = t('catalog.rules.saved');
  const leave = () => {
    draft.clear();
    cancel?.();
  };
  return (
    <Flex direction="column" gap="md">
      {view.choices === null && <Text variant="microcopy">{t('catalog.rules.noNames')}</Text>}
      <PriceLists view={view} value={value.priceLists} change={(priceLists) => change({ priceLists })} />
      {FILTERS.map(({ rule, choices, help }) => (
        <Filter
          key={rule}
          rule={rule}
          help={t(help)}
          choices={view.choices?.[choices] ?? []}
          value={value[rule]}
          change={(ids) => change({ [rule]: ids })}
        />
      ))}
      <Flex direction="column" gap="xs">
        <Toggle
          name="catalog-createMissing"
          size="sm"
          label={t('catalog.createMissing')}
          checked={value.createMissing}
          onChange={(createMissing) => change({ createMissing })}
        />
        <Text variant="microcopy">{t('catalog.createMissing.text')}</Text>
      </Flex>
      {view.hasOtherErps && (
        <Flex direction="column" gap="xs">
          <Toggle
            name="catalog-joinsErps"
            size="sm"
            label={t('catalog.joinsErps')}
            checked={value.joinsErps}
            onChange={(joinsErps) => change({ joinsErps })}
          />
          <Text variant="microcopy">{t('catalog.joinsErps.text')}</Text>
        </Flex>
      )}
      <Flex direction="column" gap="xs">
        <Toggle
          name="catalog-showsCost"
          size="sm"
          label={t('catalog.showsCost')}
          checked={value.showsCost}
          onChange={(showsCost) => change({ showsCost })}
        />
        <Text variant="microcopy">{t('catalog.showsCost.text')}</Text>
      </Flex>
      <NumberInput
        name="catalog-threshold"
        label={t('catalog.threshold')}
        description={t('catalog.threshold.help')}
        min={0}
        max={1_000_000}
        value={value.availabilityThreshold}
        onChange={(availabilityThreshold) => change({ availabilityThreshold })}
      />
      {draft.isOvertaken && (
        <Overtaken title={t('overtaken')} isRunning={isRunning} load={draft.clear} saveOver={() => void saveOver(write, success)} />
      )}
      <FailureAlert failure={failure} />
      <Flex direction="row" gap="sm" wrap>
        {view.state === 'live' ? (
          <SaveCatalog
            id={`save-catalog-${connectionId}`}
            view={view}
            changes={draft.changes}
            disabled={draft.isOvertaken || !draft.isChanged}
            isRunning={isRunning}
            save={() => save(write, success)}
          />
        ) : (
          <LoadingButton
            size="sm"
            variant="primary"
            loading={isRunning}
            disabled={draft.isOvertaken || (!isFirst && !draft.isChanged)}
            onClick={() => void save(write, success)}
            testId={`save-catalog-${connectionId}`}
          >
            {t(isFirst ? 'catalog.rules.start' : 'save')}
          </LoadingButton>
        )}
        {cancel && (
          <Button size="sm" onClick={leave}>
            {t('cancel')}
          </Button>
        )}
      </Flex>
    </Flex>
  );
}

interface PriceListsProps {
  view: Props['view'];
  value: Rules['priceLists'];
  change: (priceLists: Rules['priceLists']) => void;
}

/** One list for each currency of the account; prices in others are nowhere to be shown, which is said. */
function PriceLists({ view: { choices, currencies }, value, change }: PriceListsProps) {
  const lists = choices?.priceLists ?? [];
  const named = [...lists.flatMap(({ currency }) => currency ?? []), ...Object.keys(value)];
  const missing = [...new Set(named)].filter((currency) => !currencies.includes(currency)).sort();
  const choose = (currency: string, id: string) => {
    const { [currency]: _, ...others } = value;
    change(id === '' ? others : { ...others, [currency]: id });
  };
  return (
    <>
      <AutoGrid columnWidth={260} flexible gap="md">
        {currencies.map((currency) => (
          <PriceList
            key={currency}
            currency={currency}
            lists={lists.filter((list) => list.currency === null || list.currency === currency)}
            value={value[currency] ?? ''}
            change={(id) => choose(currency, id)}
          />
        ))}
      </AutoGrid>
      {missing.length > 0 && (
        <NoticeAlert notice={{ code: 'catalog.currency_missing', params: { currency: missing.join(', ') } }} variant="info" />
      )}
    </>
  );
}

interface PriceListProps {
  currency: string;
  lists: CatalogChoices['priceLists'];
  value: string;
  change: (id: string) => void;
}

function PriceList({ currency, lists, value, change }: PriceListProps) {
  const { t } = useSettings();
  const options = useOptions(lists, value === '' ? [] : [value]);
  return (
    <Select
      name={`priceList-${currency}`}
      label={t('catalog.priceList', { currency })}
      description={t('catalog.priceList.text', { currency })}
      value={value}
      options={[{ value: '', label: t('catalog.priceList.base') }, ...options]}
      onChange={(id) => change(String(id))}
    />
  );
}

interface FilterProps {
  rule: (typeof FILTERS)[number]['rule'];
  help: string;
  choices: { id: string; name: string }[];
  value: string[] | null;
  change: (ids: string[] | null) => void;
}

/** Not there where the ERP offers no choice and none was made. */
function Filter({ rule, help, choices, value, change }: FilterProps) {
  const { t } = useSettings();
  const options = useOptions(choices, value ?? []);
  if (options.length < 2 && value === null) return null;
  return (
    <MultiSelect
      name={`catalog-${rule}`}
      label={t(`catalog.${rule}`)}
      description={help}
      value={value ?? []}
      options={options}
      onChange={(ids) => change(ids.length === 0 ? null : ids.map(String))}
    />
  );
}

/** What was chosen and is not offered now stays visible by its number: the ERP is away, or has it no more. */
function useOptions(choices: { id: string; name: string }[], chosen: string[]): { value: string; label: string }[] {
  const { t } = useSettings();
  const unknown = chosen.filter((id) => !choices.some((choice) => choice.id === id));
  return [
    ...unknown.map((id) => ({ value: id, label: t('catalog.rules.byId', { id }) })),
    ...choices.map(({ id, name }) => ({ value: id, label: name })),
  ];
}
