import { useState } from 'react';
import { Flex, Heading, Tab, Tabs, Text } from '@hubspot/ui-extensions';
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
  return (
    <Flex direction="column" gap="lg">
      <Creation {...part} />
      <Flex direction="column" gap="sm">
        <Heading>{t('customers.mapping')}</Heading>
        <Text>{t(part.rules.isOneWay ? 'customers.mapping.oneWay' : 'customers.mapping.text')}</Text>
        <Mapping {...part} connectionId={connectionId} changed={changed} />
      </Flex>
      <Deletion {...part} />
    </Flex>
  );
}
