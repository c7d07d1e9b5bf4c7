import { Button } from '@hubspot/ui-extensions';
import type { ConnectionView } from '../api/types.ts';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { FailureAlert } from './Notices.tsx';

interface Props {
  connection: ConnectionView;
  changed: () => unknown;
}

/** Stops reading and writing, and lets it go on: one button in one place. */
export function Pause({ connection: { id, status }, changed }: Props) {
  const { t, api } = useSettings();
  const { run, isRunning, failure } = useAction();
  if (status === 'disconnected') return null;
  const isPaused = status === 'paused';
  const turn = async () => {
    if (await run(() => api.update({ connectionId: id, isPaused: !isPaused }), t(isPaused ? 'resumed' : 'paused'))) changed();
  };
  return (
    <>
      <Button size="sm" disabled={isRunning} onClick={() => void turn()} testId={isPaused ? 'resume' : `pause-${id}`}>
        {t(isPaused ? 'resume' : 'pause')}
      </Button>
      <FailureAlert failure={failure} />
    </>
  );
}
