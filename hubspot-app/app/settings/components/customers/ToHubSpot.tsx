import { Flex, Text, Toggle } from '@hubspot/ui-extensions';
import type { SettingsOverview } from '../../api/types.ts';
import { CUSTOMER_OBJECTS } from '../../hooks/customers.ts';
import type { PortalDraft } from '../../hooks/drafts.tsx';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Part } from '../Part.tsx';
import { SaveCreation } from './SaveCreation.tsx';

interface Props {
  overview: SettingsOverview;
  changed: () => Promise<unknown>;
}

/** The other way round: HubSpot records of ERP customers that none was found for. One answer for all ERPs of the account. */
export function ToHubSpot({ overview: { portal, connections }, changed }: Props) {
  const { t } = useSettings();
  // Before the first approval nothing is created: its preview counts what would be.
  const isAnyLive = connections.some(({ phase }) => phase === 'live');
  return (
    <Part
      title={t('customers.toHubSpot')}
      saved={portal}
      changed={changed}
      tab="customers"
      name="to-hubspot"
      asked={({ value: { createMissing } }, button) => {
        const objects = CUSTOMER_OBJECTS.filter((object) => createMissing[object] && !portal.createMissing[object]);
        return isAnyLive && objects.length > 0 ? <SaveCreation {...button} objects={objects} /> : null;
      }}
    >
      {(draft) => <Switches draft={draft} hasSeveral={connections.length > 1} />}
    </Part>
  );
}

function Switches({ draft: { value, change }, hasSeveral }: { draft: PortalDraft; hasSeveral: boolean }) {
  const { t } = useSettings();
  return (
    <Flex direction="column" gap="sm">
      <Text>{t('customers.toHubSpot.text')}</Text>
      {hasSeveral && <Text variant="microcopy">{t('customers.toHubSpot.all')}</Text>}
      {CUSTOMER_OBJECTS.map((object) => (
        <Toggle
          key={object}
          name={`create-${object}`}
          size="sm"
          label={t(`customers.toHubSpot.${object}`)}
          checked={value.createMissing[object]}
          onChange={(isOn) => change({ createMissing: { ...value.createMissing, [object]: isOn } })}
        />
      ))}
      <Text variant="microcopy">{t('customers.toHubSpot.when')}</Text>
    </Flex>
  );
}
