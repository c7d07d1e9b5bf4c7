import { Button, Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { PropertyState } from '../api/types.ts';
import { propertyLabel } from '../common/property-labels.ts';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { FailureAlert } from './Notices.tsx';

const CODES: Partial<Record<PropertyState['state'], string>> = {
  conflict: 'property.name_taken',
  stopped: 'property.stopped',
  no_room: 'property.no_room',
  withheld: 'property.withheld',
};

/** Our properties in HubSpot: which cannot be written, why, and what to do. */
export function Properties({ properties, changed }: { properties: PropertyState[]; changed: () => void }) {
  const { t, api, explain, language } = useSettings();
  const { run, isRunning, failure } = useAction();
  const broken = properties.filter(({ state }) => state !== 'ready');
  const retry = async () => {
    if (await run(() => api.retryProperties(), t('properties.retried'))) changed();
  };
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('properties.title')}</Heading>
      {broken.length === 0 && <Text>{t('properties.ready')}</Text>}
      {broken.map(({ objectType, name, state, detail }) => {
        const label = propertyLabel(name, undefined, language);
        // By its internal name HubSpot finds the one that stands in the way.
        const property = `${t(`object.${objectType}`)} · ${state === 'conflict' ? `${label} (${name})` : label}`;
        const code = CODES[state];
        const words = code ? explain({ code, params: { ...detail, property } }) : null;
        return (
          <Flex key={`${objectType} ${name}`} direction="column">
            <Text format={{ fontWeight: 'demibold' }}>{words?.what ?? `${property}: ${t('properties.missing')}`}</Text>
            {words && <Text variant="microcopy">{words.todo}</Text>}
          </Flex>
        );
      })}
      {broken.length > 0 && (
        <Flex>
          <Button size="sm" disabled={isRunning} onClick={() => void retry()} testId="retry-properties">
            {t('properties.retry')}
          </Button>
        </Flex>
      )}
      <FailureAlert failure={failure} />
    </Flex>
  );
}
