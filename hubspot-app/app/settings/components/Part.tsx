import type { ReactNode } from 'react';
import { Flex, Heading, LoadingButton, Tile } from '@hubspot/ui-extensions';
import type { PortalSettings } from '../api/types.ts';
import { useAction, useDraft, useSettings, type PortalDraft } from '../hooks/useSettings.tsx';
import { FailureAlert } from './Notices.tsx';

interface PartProps {
  title: string;
  name: string;
  saved: PortalSettings;
  changed: () => Promise<unknown>;
  children: (draft: PortalDraft) => ReactNode;
}

/** One part of the settings with its own draft and its own button. */
export function Part({ title, name, saved, changed, children }: PartProps) {
  const { t, api } = useSettings();
  const draft = useDraft(saved);
  const { run, isRunning, failure } = useAction();
  const save = async () => {
    if (!(await run(() => api.savePortal(draft.changes), t('saved')))) return;
    await changed();
    draft.clear();
  };
  return (
    <Tile>
      <Flex direction="column" gap="md">
        <Heading>{title}</Heading>
        {children(draft)}
        <FailureAlert failure={failure} />
        <Flex>
          <LoadingButton
            size="sm"
            variant="primary"
            loading={isRunning}
            disabled={!draft.isChanged}
            onClick={() => void save()}
            testId={`save-${name}`}
          >
            {t('save')}
          </LoadingButton>
        </Flex>
      </Flex>
    </Tile>
  );
}
