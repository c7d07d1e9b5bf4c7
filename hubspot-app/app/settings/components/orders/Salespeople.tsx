import { useState } from 'react';
import { AutoGrid, Button, Flex, Select, Text } from '@hubspot/ui-extensions';
import type { OrderChoice, OrdersView } from '../../api/orders.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { ofCompany, useOptions, type Choices } from './choices.ts';
import type { RulesPart } from './Pipeline.tsx';

type Owner = NonNullable<OrdersView['owners']>[number];
/** Accounts have hundreds of owners; those who sell something in the ERP come first. */
const FIRST = 12;

/** Who sells in the ERP what an owner sells in HubSpot; nobody is guessed, and equal e-mail addresses are offered. */
export function Salespeople({
  rules: { salespeople, pipelineId },
  view: { owners, rules: saved },
  change,
  choices,
}: RulesPart & { choices: Choices | null }) {
  const { t } = useSettings();
  const [isWhole, setWhole] = useState(false);
  const offered = ofCompany(choices?.salespeople ?? [], null);
  const proposed = Object.entries(choices?.proposedSalespeople ?? {}).filter(([owner]) => !(owner in salespeople));
  const before = saved.pipelines.find((one) => one.pipelineId === pipelineId)?.salespeople ?? {};
  const all = ownersOf(owners, { salespeople, before });
  if (offered.length === 0 && Object.keys(salespeople).length === 0) return null;
  const shown = isWhole ? all : all.slice(0, FIRST);
  const choose = (owner: string, id: string) => {
    const { [owner]: _, ...others } = salespeople;
    change({ salespeople: id === '' ? others : { ...others, [owner]: id } });
  };
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'demibold' }}>{t('orders.salespeople')}</Text>
      <Text variant="microcopy">{t(owners === null ? 'orders.salespeople.noOwners' : 'orders.salespeople.text')}</Text>
      {proposed.length > 0 && (
        <Flex>
          <Button
            size="sm"
            onClick={() => change({ salespeople: { ...Object.fromEntries(proposed), ...salespeople } })}
            testId="take-proposed-salespeople"
          >
            {t('orders.salespeople.take', { count: proposed.length })}
          </Button>
        </Flex>
      )}
      <AutoGrid columnWidth={220} flexible gap="md">
        {shown.map((owner) => (
          <Salesperson
            key={owner.id}
            owner={owner}
            offered={offered}
            value={salespeople[owner.id] ?? ''}
            change={(id) => choose(owner.id, id)}
          />
        ))}
      </AutoGrid>
      {shown.length < all.length && (
        <Flex>
          <Button size="sm" variant="transparent" onClick={() => setWhole(true)} testId="all-owners">
            {t('orders.salespeople.all', { count: all.length })}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}

type Mapped = Record<string, string>;

/** Those who had a salesperson first, so that nobody moves while one is chosen; with those that rules speak of although HubSpot does not name them. */
function ownersOf(owners: Owner[] | null, { salespeople, before }: Record<'salespeople' | 'before', Mapped>): Owner[] {
  const known = owners ?? [];
  const unknown = Object.keys(salespeople).filter((id) => !known.some((one) => one.id === id));
  const isMapped = ({ id }: Owner) => id in before;
  return [...known.filter(isMapped), ...unknown.map((id) => ({ id, name: id, email: null })), ...known.filter((owner) => !isMapped(owner))];
}

interface SalespersonProps {
  owner: Owner;
  offered: OrderChoice[];
  value: string;
  change: (id: string) => void;
}

function Salesperson({ owner: { id, name, email }, offered, value, change }: SalespersonProps) {
  const { t } = useSettings();
  const options = useOptions(offered, value === '' ? null : value);
  return (
    <Select
      name={`salesperson-${id}`}
      label={name}
      {...(email && email !== name && { description: email })}
      value={value}
      options={[{ value: '', label: t('orders.salespeople.nobody') }, ...options]}
      onChange={(to) => change(String(to))}
    />
  );
}
