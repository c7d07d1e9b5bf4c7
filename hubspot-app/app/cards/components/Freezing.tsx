import { Accordion, Box, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { FieldPair } from '../api/customers.ts';
import { useAction } from '../hooks/useAction.ts';
import { useCard } from '../hooks/useCard.tsx';
import { fieldText } from './field-pair.ts';
import type { FieldsProps } from './Fields.tsx';

/** Every field that is kept in step, and what may be left alone. */
export function Freezing(props: FieldsProps) {
  return (
    <>
      {props.customer.pairs.map((pair) => (
        <OfPair key={`${pair.connectionId} ${pair.customerId}`} pair={pair} {...props} />
      ))}
    </>
  );
}

function OfPair({ pair, customer, nameOf, labelOf, changed }: FieldsProps & { pair: FieldPair }) {
  const words = useCard();
  const { t } = words;
  const name = nameOf(pair.connectionId);
  return (
    <Accordion title={t('freeze.title', { count: pair.properties.length, name })} size="xs">
      <Flex direction="column" gap="xs">
        <Text variant="microcopy">{t('freeze.text', { name })}</Text>
        {pair.properties.map((property) => (
          <Flex key={property} direction="row" align="center" justify="between" gap="sm">
            <Box flex={1}>
              <Text>{labelOf(property)}</Text>
              <Text variant="microcopy">{fieldText(pair, customer.conflicts, property, words)}</Text>
            </Box>
            {customer.canDecide && !pair.isFrozen && (
              <FreezeButton
                pair={pair}
                property={property}
                label={labelOf(property)}
                changed={changed}
                testId={`freeze-${pair.customerId}-${property}`}
              />
            )}
          </Flex>
        ))}
        {customer.canDecide && (
          <Flex>
            <FreezeButton pair={pair} property={null} label={name} changed={changed} testId={`freeze-all-${pair.customerId}`} />
          </Flex>
        )}
      </Flex>
    </Accordion>
  );
}

interface FreezeProps {
  pair: FieldPair;
  /** Null: all fields of the link. */
  property: string | null;
  label: string;
  changed: () => void;
  testId: string;
}

export function FreezeButton({ pair, property, label, changed, testId }: FreezeProps) {
  const { t, api } = useCard();
  const { run, isRunning } = useAction();
  const { connectionId, customerId } = pair;
  const isFrozen = property === null ? pair.isFrozen : pair.frozen.includes(property);
  const does = isFrozen ? 'goOn' : 'freeze';
  const part = property === null ? 'all' : 'one';
  const act = async () => {
    await run(() => api.freeze({ connectionId, customerId, property, isFrozen: !isFrozen }), t(`freeze.${part}.${does}.done`, { label }));
    changed();
  };
  return (
    <Button
      size="xs"
      variant={property === null ? 'secondary' : 'transparent'}
      disabled={isRunning}
      onClick={() => void act()}
      testId={testId}
    >
      {t(`freeze.${part}.${does}`)}
    </Button>
  );
}
