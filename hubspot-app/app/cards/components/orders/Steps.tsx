import { AutoGrid, Flex, Link, StatusTag, Text } from '@hubspot/ui-extensions';
import type { OrderStep } from '../../api/orders.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { stepLook } from './deal-steps.ts';

/** Wide enough for every step's word in one piece: two beside each other in the narrow middle of a record, all six on a wide screen. */
const COLUMN_WIDTH = 150;

/** From line to cash: each step with its word, its number and its day. */
export function Steps({ steps }: { steps: OrderStep[] }) {
  return (
    <AutoGrid columnWidth={COLUMN_WIDTH} flexible gap="md">
      {steps.map((step, index) => (
        <Step key={step.step} step={step} before={steps[index - 1]?.number ?? null} />
      ))}
    </AutoGrid>
  );
}

/** One document may be several steps: its number stands at the first. */
function Step({ step, before }: { step: OrderStep; before: string | null }) {
  const words = useCard();
  const { step: name, number, url } = step;
  const shown = stepLook(step, words);
  if (!shown) return null;
  const { text, ...look } = shown.look;
  return (
    <Flex direction="column" gap="flush">
      <StatusTag {...look} testId={`step-${name}`}>
        {text}
      </StatusTag>
      {number && number !== before && (
        <Text format={{ fontWeight: 'demibold' }}>{url ? <Link href={{ url, external: true }}>{number}</Link> : number}</Text>
      )}
      {shown.facts && <Text variant="microcopy">{shown.facts}</Text>}
    </Flex>
  );
}
