import { useCallback } from 'react';
import { Button, Divider, Flex, MultiSelect, Select, Text } from '@hubspot/ui-extensions';
import type { OrderChoice, ProjectRule } from '../../api/orders.ts';
import { useLoaded } from '../../common/loaded.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { useOptions, type Choices } from './choices.ts';
import type { RulesPart } from './Pipeline.tsx';
import { ProductSearch } from './ProductSearch.tsx';

/** What becomes a project once it is ordered, and what that is made like. */
export function Projects({ rules, change }: RulesPart) {
  const { t, api } = useSettings();
  const { connectionId, pipelineId, projects = [] } = rules;
  const load = useCallback(() => api.orderChoices(connectionId), [api, connectionId]);
  const { state } = useLoaded(load);
  if (state.status === 'loading') return null;
  const choices = state.status === 'ready' && state.data.state === 'ready' ? state.data : null;
  const note = noteOf(choices, projects);
  const put = (id: string, patch: Partial<ProjectRule>) =>
    change({ projects: projects.map((rule) => (rule.id === id ? { ...rule, ...patch } : rule)) });
  return (
    <Flex direction="column" gap="md">
      <Text format={{ fontWeight: 'demibold' }}>{t('orders.projects')}</Text>
      {note !== 'orders.projects.notOffered' && <Text variant="microcopy">{t('orders.projects.text')}</Text>}
      {note && <Text>{t(note)}</Text>}
      {projects.map((rule) => (
        <Rule
          key={rule.id}
          name={`${pipelineId}-${rule.id}`}
          rule={rule}
          others={projects.filter((other) => other !== rule)}
          choices={choices}
          connectionId={connectionId}
          change={(patch) => put(rule.id, patch)}
          remove={() => change({ projects: projects.filter((other) => other !== rule) })}
        />
      ))}
      {choices !== null && (choices.projectTemplates ?? []).length > 0 && (
        <Flex>
          <Button size="sm" onClick={() => change({ projects: [...projects, emptyRule(projects)] })} testId={`add-project-${pipelineId}`}>
            {t('orders.projects.add')}
          </Button>
        </Flex>
      )}
      <Divider />
    </Flex>
  );
}

function noteOf(choices: Choices | null, projects: readonly ProjectRule[]) {
  if (choices === null) return 'orders.projects.unread';
  if (choices.projectTemplates === null) return 'orders.projects.notOffered';
  if (choices.projectTemplates.length === 0) return 'orders.projects.noTemplates';
  return projects.length === 0 ? 'orders.projects.none' : null;
}

/** A number that no rule had before, so that what was asked for by one is never taken for another's. */
const emptyRule = (projects: readonly ProjectRule[]): ProjectRule => ({
  id: String(Math.max(Date.now(), ...projects.map(({ id }) => Number(id) + 1))),
  ...{ templateId: '', products: [], categoryIds: [] },
});

interface RuleProps {
  name: string;
  rule: ProjectRule;
  others: readonly ProjectRule[];
  choices: Choices | null;
  connectionId: string;
  change: (patch: Partial<ProjectRule>) => void;
  remove: () => void;
}

function Rule({ name, rule, others, choices, connectionId, change, remove }: RuleProps) {
  const { t } = useSettings();
  const { templateId, categoryIds, products } = rule;
  // One project of an order for each that it is made like.
  const free = (choices?.projectTemplates ?? []).filter(({ id }) => !others.some((other) => other.templateId === id));
  const templates = useOptions(free, templateId);
  const categories = [...(choices?.categories ?? []), ...unnamed(categoryIds, choices)];
  return (
    <Flex direction="column" gap="sm">
      <Select
        name={`project-template-${name}`}
        label={t('orders.projects.template')}
        value={templateId}
        options={[...(templateId === '' ? [{ value: '', label: t('orders.projects.choose') }] : []), ...templates]}
        onChange={(id) => change({ templateId: String(id) })}
      />
      <MultiSelect
        name={`project-categories-${name}`}
        label={t('orders.projects.categories')}
        value={categoryIds}
        options={categories.map(({ id, name: called }) => ({ value: id, label: called }))}
        onChange={(ids) => change({ categoryIds: ids.map(String) })}
      />
      <Text format={{ fontWeight: 'demibold' }}>{t('orders.projects.products')}</Text>
      {products.length === 0 && <Text variant="microcopy">{t('orders.projects.noProducts')}</Text>}
      {products.map((product) => (
        <Flex key={product.id} direction="row" align="center" justify="between" gap="sm">
          <Text>{product.name}</Text>
          <Button
            size="xs"
            variant="transparent"
            onClick={() => change({ products: products.filter(({ id }) => id !== product.id) })}
            testId={`leave-out-${product.id}`}
          >
            {t('orders.projects.leaveOut', { name: product.name })}
          </Button>
        </Flex>
      ))}
      <ProductSearch
        name={`project-product-${name}`}
        connectionId={connectionId}
        choose={(product) => change({ products: [...products.filter(({ id }) => id !== product.id), product] })}
      />
      <Flex>
        <Button size="sm" variant="transparent" onClick={remove} testId={`remove-project-${name}`}>
          {t('orders.projects.remove')}
        </Button>
      </Flex>
    </Flex>
  );
}

/** Chosen, and not offered now. */
const unnamed = (ids: readonly string[], choices: Choices | null): OrderChoice[] =>
  ids.filter((id) => !choices?.categories.some((one) => one.id === id)).map((id) => ({ id, name: `#${id}` }));
