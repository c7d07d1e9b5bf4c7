import { useCallback, useState } from 'react';
import { Flex, LoadingSpinner, MultiSelect, SearchInput, Text, useDebounce } from '@hubspot/ui-extensions';
import type { CreateCondition } from '../../api/customers.ts';
import { useLoaded } from '../../common/loaded.ts';
import type { CustomerObject } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Failed } from '../Notices.tsx';

interface Props {
  name: string;
  object: CustomerObject;
  condition: CreateCondition;
  change: (condition: CreateCondition) => void;
}

/** Which lists count: those that are chosen stay in sight, others are found by name. */
export function ListCondition({ name, object, condition, change }: Props) {
  const { t } = useSettings();
  const [typed, setTyped] = useState('');
  const query = useDebounce(typed.trim());
  return (
    <Flex direction="column" gap="xs">
      <SearchInput
        name={`${name}-search`}
        label={t('customers.when.list.search')}
        placeholder={t('customers.when.list.hint')}
        value={typed}
        onInput={setTyped}
        onChange={setTyped}
      />
      <Found name={name} object={object} query={query} condition={condition} change={change} />
      <Text variant="microcopy">{t('customers.when.lists')}</Text>
    </Flex>
  );
}

function Found({ name, object, query, condition, change }: Props & { query: string }) {
  const { t, api } = useSettings();
  const load = useCallback(() => api.searchLists(object, query), [api, object, query]);
  const { state, reload } = useLoaded(load);
  const { values, names = {} } = condition;
  const found = state.status === 'ready' ? state.data.lists : [];
  const nameOf = (id: string): string => found.find((one) => one.id === id)?.name ?? names[id] ?? id;
  const others = found.filter(({ id }) => !values.includes(id));
  const options = [...values.map((id) => ({ id, name: nameOf(id) })), ...others].map((list) => ({ value: list.id, label: list.name }));
  const choose = (ids: string[]) => change({ ...condition, values: ids, names: Object.fromEntries(ids.map((id) => [id, nameOf(id)])) });
  return (
    <>
      <MultiSelect
        name={`${name}-lists`}
        label={t('customers.when.list')}
        {...(values.length === 0 ? { description: t('customers.when.list.required') } : {})}
        value={values}
        options={options}
        onChange={(to) => choose(to.map(String))}
      />
      {state.status === 'loading' && <LoadingSpinner label={t('customers.when.list.searching')} showLabel />}
      {state.status === 'failed' && <Failed failure={state.failure} retry={() => void reload()} />}
      {state.status === 'ready' && found.length === 0 && <Text variant="microcopy">{t('customers.when.list.none')}</Text>}
      {state.status === 'ready' && state.data.hasMore && <Text variant="microcopy">{t('customers.when.list.more')}</Text>}
    </>
  );
}
