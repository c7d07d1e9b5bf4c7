import { useState } from 'react';
import { Button, DateInput, Flex, Text } from '@hubspot/ui-extensions';
import type { ConnectionView } from '../api/types.ts';
import { dayAndTime, fromDayValue, startOfDay, toDayValue } from '../hooks/days.ts';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { FailureAlert } from './Notices.tsx';

/** From when on something starts workflows; may move until the first write. */
export function GoLive({ connection, changed }: { connection: ConnectionView; changed: () => void }) {
  const { t, api, format, timeZone } = useSettings();
  const { run, isRunning, failure } = useAction();
  const [day, setDay] = useState('');
  const value = toDayValue(day);
  const move = async () => {
    const patch = { connectionId: connection.id, goLiveAt: startOfDay(day, timeZone) };
    if (!(await run(() => api.update(patch), t('goLive.moved')))) return;
    setDay('');
    changed();
  };
  return (
    <Flex direction="column" gap="sm">
      <Text>{t('goLive.is', { moment: dayAndTime(format, connection.goLiveAt) })}</Text>
      {connection.canMoveGoLive && (
        <Flex direction="row" gap="sm" align="end">
          <DateInput
            name="goLive"
            label={t('connect.goLive')}
            format="medium"
            {...(value ? { value } : {})}
            onChange={(to) => setDay(fromDayValue(to))}
          />
          <Button size="sm" disabled={day === '' || isRunning} onClick={() => void move()} testId="move-go-live">
            {t('goLive.move')}
          </Button>
        </Flex>
      )}
      <FailureAlert failure={failure} />
    </Flex>
  );
}
