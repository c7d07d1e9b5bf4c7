import type { ReactNode } from 'react';
import { Box, Button, Flex, Text, Tile } from '@hubspot/ui-extensions';
import type { FieldConflict } from '../api/customers.ts';
import { editorText } from '../common/change-text.ts';
import { useAction } from '../hooks/useAction.ts';
import { useCard } from '../hooks/useCard.tsx';
import { CutText, useValueWords } from './CutText.tsx';
import type { FieldsProps } from './Fields.tsx';

/** Both sides moved, and a person says which value it is: both stand there, a click each. */
export function FieldConflicts({ customer: { conflicts, canDecide }, nameOf, labelOf, changed }: FieldsProps) {
  const { t } = useCard();
  if (conflicts.length === 0) return null;
  const erps = new Set(conflicts.map(({ connectionId }) => nameOf(connectionId)));
  const erp = erps.size === 1 ? [...erps].join('') : t('fields.theErp');
  return (
    <Flex direction="column" gap="sm">
      <Text variant="microcopy">{t(canDecide ? 'conflict.text' : 'conflict.mayNot', { erp })}</Text>
      {conflicts.map((conflict) => (
        <Tile key={`${conflict.connectionId} ${conflict.customerId} ${conflict.property}`} compact>
          <Conflict
            conflict={conflict}
            name={nameOf(conflict.connectionId)}
            label={labelOf(conflict.property)}
            changed={canDecide ? changed : null}
          />
        </Tile>
      ))}
    </Flex>
  );
}

interface ConflictProps {
  conflict: FieldConflict;
  name: string;
  label: string;
  /** Null: the person may only read. */
  changed: (() => void) | null;
}
type Answer = 'hubspot' | 'erp' | 'both';

function Conflict({ conflict, name, label, changed }: ConflictProps) {
  const { t, api, format, since: sinceWhen } = useCard();
  const { run, isRunning } = useAction();
  const { connectionId, customerId, property, hubspot, erp, since, isFromBefore, editedBy } = conflict;
  const edited = (side: 'hubspot' | 'erp'): string | null => {
    const editor = editedBy[side];
    return editor && t(`conflict.edited.${side}`, { editor: editorText(editor, t), at: format.moment(editor.at) });
  };
  const decide = async (answer: Answer) => {
    await run(() => api.decideField({ connectionId, customerId, property, answer }), t(`conflict.${answer}.done`, { label }));
    changed?.();
  };
  const button = (answer: Answer) =>
    changed && (
      <Button
        size="xs"
        variant={answer === 'both' ? 'transparent' : 'secondary'}
        disabled={isRunning}
        onClick={() => void decide(answer)}
        testId={`${answer}-${customerId}-${property}`}
      >
        {t(`conflict.${answer}`)}
      </Button>
    );
  return (
    <Flex direction="column" gap="xs">
      <Text format={{ fontWeight: 'bold' }}>{label}</Text>
      <Text variant="microcopy">{isFromBefore ? t('conflict.before') : t('conflict.since', { since: sinceWhen(since) })}</Text>
      <Side name="HubSpot" value={hubspot} edited={edited('hubspot')} button={button('hubspot')} />
      <Side name={name} value={erp} edited={edited('erp')} button={button('erp')} />
      <Flex>{button('both')}</Flex>
    </Flex>
  );
}

interface SideProps {
  name: string;
  value: string | null;
  /** By whom and when. */
  edited: string | null;
  button: ReactNode;
}

function Side({ name, value, edited, button }: SideProps) {
  const { bare } = useValueWords();
  return (
    <Flex direction="row" align="center" justify="between" gap="sm">
      <Box flex={1}>
        <Text variant="microcopy">{name}</Text>
        <CutText short={bare(value, 'cut')} whole={bare(value, 'whole')} />
        {edited && <Text variant="microcopy">{edited}</Text>}
      </Box>
      <Box flex="none">{button}</Box>
    </Flex>
  );
}
