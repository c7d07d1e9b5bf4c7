import type { ReactNode } from 'react';
import { Flex, Heading, LoadingButton, Tile } from '@hubspot/ui-extensions';
import type { PortalSettings } from '../api/types.ts';
import { useDraft, useSave, useSettings, type PortalDraft } from '../hooks/useSettings.tsx';
import { FailureAlert } from './Notices.tsx';
import { Overtaken } from './Overtaken.tsx';

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
  const { save, saveOver, isRunning, failure } = useSave(saved, draft, changed);
  const write = (was: Partial<PortalSettings>) => api.savePortal(draft.changes, was);
  return (
    <Tile>
      <Flex direction="column" gap="md">
        <Heading>{title}</Heading>
        {children(draft)}
        {draft.isOvertaken && (
          <Overtaken title={t('overtaken')} isRunning={isRunning} load={draft.clear} saveOver={() => void saveOver(write, t('saved'))} />
        )}
        <FailureAlert failure={failure} />
        <Flex>
          <LoadingButton
            size="sm"
            variant="primary"
            loading={isRunning}
            disabled={!draft.isChanged || draft.isOvertaken}
            onClick={() => void save(write, t('saved'))}
            testId={`save-${name}`}
          >
            {t('save')}
          </LoadingButton>
        </Flex>
      </Flex>
    </Tile>
  );
}
