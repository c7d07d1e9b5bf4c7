import { useState } from 'react';
import { Alert, Flex, Heading, Tab, Tabs, Text } from '@hubspot/ui-extensions';
import type { CustomerObjectRules } from '../../api/customers.ts';
import { CUSTOMER_OBJECTS, useSides, type CustomerObject, type Offered, type RulesDraft } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Creation } from './Creation.tsx';
import { Deletion } from './Deletion.tsx';
import { Mapping } from './Mapping.tsx';

interface Props {
  connectionId: string;
  view: Offered;
  draft: RulesDraft;
  changed: () => Promise<unknown>;
}

/** When a customer is made, of what, which fields are kept in step, and what follows a deletion: for companies and for contacts. */
export function Rules(props: Props) {
  const { t } = useSettings();
  const [object, setObject] = useState<CustomerObject>('companies');
  return (
    <Tabs variant="enclosed" selected={object} onSelectedChange={(tab: string | number) => setObject(tab as CustomerObject)}>
      {CUSTOMER_OBJECTS.map((one) => (
        <Tab key={one} tabId={one} title={t(`customers.object.${one}`)}>
          {one === object && <OfObject {...props} object={one} />}
        </Tab>
      ))}
    </Tabs>
  );
}

function OfObject({ connectionId, view, draft, changed, object }: Props & { object: CustomerObject }) {
  const { t } = useSettings();
  const sides = useSides(view, object);
  const part = {
    object,
    sides,
    rules: draft.rules[object],
    change: (patch: Parameters<RulesDraft['change']>[1]) => draft.change(object, patch),
  };
  const saved = view.rules[object];
  const isChanged = (names: readonly (keyof CustomerObjectRules)[]): boolean =>
    draft.isChanged && names.some((name) => JSON.stringify(part.rules[name]) !== JSON.stringify(saved[name]));
  return (
    <Flex direction="column" gap="lg">
      <Creation {...part} />
      <Unsaved isChanged={isChanged(CREATION)} />
      <Flex direction="column" gap="sm">
        <Heading>{t('customers.mapping')}</Heading>
        <Text>{t(part.rules.isOneWay ? 'customers.mapping.oneWay' : 'customers.mapping.text')}</Text>
        <Mapping {...part} connectionId={connectionId} changed={changed} />
        <Unsaved isChanged={isChanged(['mapping'])} />
      </Flex>
      <Deletion {...part} />
      <Unsaved isChanged={isChanged(DELETION)} />
    </Flex>
  );
}

const DELETION = ['whenDeletedInHubSpot', 'whenGoneInErp'] as const;
const CREATION = ['createWhen', 'mayCreateByHand', 'makesContactPersons', 'makesConsumers', 'isOneWay', 'defaults'] as const;

/** The rules are longer than a screen, and what saves them stands below. */
function Unsaved({ isChanged }: { isChanged: boolean }) {
  const { t } = useSettings();
  return isChanged ? <Alert title={t('customers.unsaved.here')} variant="info" /> : null;
}
