import { useState } from 'react';
import { Alert, Button, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import type { UndoCount, UndoneChanges } from '../../api/field-changes.ts';
import { useAction, useSettings } from '../../hooks/useSettings.tsx';
import { FailureAlert } from '../Notices.tsx';

interface Props {
  connectionId: string;
  group: UndoneChanges;
  /** Left out: what is undone of those that are chosen, or shown. */
  label?: string;
  changed: () => void;
}

/** Takes many changes back, after it said how many that would be. */
export function UndoMany({ connectionId, group, label, changed }: Props) {
  const { t, api } = useSettings();
  const { run, isRunning, failure } = useAction();
  const [counted, setCounted] = useState<{ group: UndoneChanges; count: UndoCount } | null>(null);
  const count = () => run(async () => setCounted({ group, count: await api.undoChanges(connectionId, group, true) }));
  const own = 'changeIds' in group ? t('customers.undoMany.chosen', { count: group.changeIds.length }) : t('customers.undoMany.filtered');
  // What was chosen since was not counted.
  const isCounted = counted !== null && JSON.stringify(counted.group) === JSON.stringify(group);
  return (
    <Flex direction="column" gap="sm">
      <Flex direction="row" gap="sm">
        <LoadingButton size="sm" variant="secondary" loading={isRunning} onClick={() => void count()} testId="undo-many">
          {label ?? own}
        </LoadingButton>
      </Flex>
      {isCounted && <Counted {...{ connectionId, changed, counted }} close={() => setCounted(null)} />}
      <FailureAlert failure={failure} />
    </Flex>
  );
}

interface CountedProps extends Omit<Props, 'group' | 'label'> {
  counted: { group: UndoneChanges; count: UndoCount };
  close: () => void;
}

function Counted({ connectionId, counted: { group, count }, changed, close }: CountedProps) {
  const { t, api } = useSettings();
  const { run, isRunning, failure } = useAction();
  const { taken, refused, upTo, hasMore } = count;
  const undo = async () => {
    const counted = 'changeIds' in group ? group : { ...group, upTo };
    if (await run(() => api.undoChanges(connectionId, counted, false), t('customers.undoMany.done', { count: taken }))) changed();
  };
  return (
    <Alert title={t('customers.undoMany.taken', { count: taken })} variant="warning">
      <Flex direction="column" gap="sm">
        {refused > 0 && <Text>{t('customers.undoMany.refused', { count: refused })}</Text>}
        {taken > 0 && <Text>{t('undo.many')}</Text>}
        {hasMore && <Text>{t('customers.undoMany.hasMore')}</Text>}
        <Flex direction="row" gap="sm">
          {taken > 0 && (
            <LoadingButton size="sm" variant="destructive" loading={isRunning} onClick={() => void undo()} testId="undo-many-yes">
              {t('customers.undoMany.yes', { count: taken })}
            </LoadingButton>
          )}
          <Button size="sm" disabled={isRunning} onClick={close} testId="undo-many-no">
            {t('cancel')}
          </Button>
        </Flex>
        <FailureAlert failure={failure} />
      </Flex>
    </Alert>
  );
}
