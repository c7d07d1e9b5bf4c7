import { useCallback, useState } from 'react';
import { Alert, Flex, LoadingButton, LoadingSpinner, Select, Text } from '@hubspot/ui-extensions';
import type { ProjectObject, ProjectObjectView, ProjectRecordsView } from '../api/project-records.ts';
import type { ConnectionView } from '../api/types.ts';
import { useLoaded } from '../common/loaded.ts';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { Failed, FailureAlert, NoticeAlert } from './Notices.tsx';

/** Whether HubSpot has a record of its own of each project that stands on a deal, and of which object. */
export function ProjectRecords({ connection: { id } }: { connection: ConnectionView }) {
  const { t, api } = useSettings();
  const load = useCallback(() => api.projectRecords(id), [api, id]);
  const { state, reload } = useLoaded(load);
  if (state.status === 'loading') return <LoadingSpinner label={t('loading')} showLabel />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  return <Choice key={state.data.chosen ?? NONE} connectionId={id} view={state.data} changed={reload} />;
}

const NONE = 'none';

interface ChoiceProps {
  connectionId: string;
  view: ProjectRecordsView;
  changed: () => Promise<unknown>;
}

function Choice({ connectionId, view, changed }: ChoiceProps) {
  const { t, api } = useSettings();
  const { run, isRunning, failure } = useAction();
  const [picked, setPicked] = useState<ProjectObject | null>(view.chosen);
  const offered = view.objects.filter(({ object, state }) => state === 'available' || object === view.chosen);
  const save = async () => {
    const done = t(picked === null ? 'projectRecords.off' : 'projectRecords.on');
    if (await run(() => api.chooseProjectRecords(connectionId, picked), done)) await changed();
  };
  return (
    <Flex direction="column" gap="xs">
      <Select
        name={`project-records-${connectionId}`}
        label={t('projectRecords.label')}
        value={picked ?? NONE}
        options={[
          { value: NONE, label: t('projectRecords.none') },
          ...offered.map(({ object }) => ({ value: object, label: t(`projectRecords.${object}`) })),
        ]}
        onChange={(value) => setPicked(view.objects.find(({ object }) => object === value)?.object ?? null)}
      />
      <Text variant="microcopy">{t('projectRecords.text')}</Text>
      {view.objects.map((one) => (
        <ObjectLine key={one.object} one={one} isPicked={one.object === picked} />
      ))}
      {view.stopped && <NoticeAlert notice={view.stopped} />}
      {view.chosen !== null && view.hasDoneStage === false && <Alert title={t('projectRecords.noDoneStage')} variant="info" />}
      <FailureAlert failure={failure} />
      <Flex>
        <LoadingButton
          size="sm"
          loading={isRunning}
          disabled={picked === view.chosen}
          onClick={() => void save()}
          testId={`save-project-records-${connectionId}`}
        >
          {t('save')}
        </LoadingButton>
      </Flex>
    </Flex>
  );
}

/** What would come of it, what did, or what is missing for it. */
function ObjectLine({ one: { object, state, toMake, made, deleted }, isPicked }: { one: ProjectObjectView; isPicked: boolean }) {
  const { t, format } = useSettings();
  const name = t(`projectRecords.${object}`);
  if (state !== 'available') return <Text variant="microcopy">{t(`projectRecords.${state}`, { object: name })}</Text>;
  if (!isPicked && made === 0) return null;
  const [more, there, gone] = [toMake, made, deleted].map((count) => format.number(count));
  const counts = t('projectRecords.counts', { object: name, toMake: more!, made: there! });
  return <Text variant="microcopy">{deleted > 0 ? `${counts} ${t('projectRecords.deleted', { deleted: gone! })}` : counts}</Text>;
}
