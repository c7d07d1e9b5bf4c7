import type { ReactNode } from 'react';
import { Flex, Heading, LoadingButton, Text, Tile } from '@hubspot/ui-extensions';
import type { PortalSettings } from '../api/types.ts';
import { useDraft, useSave, type PortalDraft } from '../hooks/drafts.tsx';
import type { TabId } from '../hooks/tabs.ts';
import { useSettings } from '../hooks/useSettings.tsx';
import { FailureAlert } from './Notices.tsx';
import { Overtaken } from './Overtaken.tsx';

interface PartProps {
  title: string;
  tab: TabId;
  name: string;
  saved: PortalSettings;
  changed: () => Promise<unknown>;
  children: (draft: PortalDraft) => ReactNode;
  /** In place of the button, for what acts at once and is asked about first; null: nothing of it is saved now. */
  asked?: (draft: PortalDraft, button: AskedSave) => ReactNode;
}

interface AskedSave {
  id: string;
  isRunning: boolean;
  save: () => Promise<unknown>;
}

/** One part of the settings with its own draft and its own button. */
export function Part({ title, tab, name, saved, changed, children, asked }: PartProps) {
  const { t, api } = useSettings();
  const draft = useDraft(saved, { tab, part: name });
  const { save, saveOver, isRunning, failure } = useSave(saved, draft, changed);
  const write = (was: Partial<PortalSettings>) => api.savePortal(draft.changes, was);
  const button = { id: `save-${name}`, isRunning, save: () => save(write, t('saved')) };
  const question = draft.isChanged && !draft.isOvertaken ? asked?.(draft, button) : null;
  return (
    <Tile>
      <Flex direction="column" gap="md">
        <Heading>{title}</Heading>
        {children(draft)}
        {draft.isOvertaken && (
          <Overtaken title={t('overtaken')} isRunning={isRunning} load={draft.clear} saveOver={() => void saveOver(write, t('saved'))} />
        )}
        <FailureAlert failure={failure} />
        <Flex direction="row" align="center" gap="sm" wrap>
          {question ?? (
            <LoadingButton
              size="sm"
              variant="primary"
              loading={isRunning}
              disabled={!draft.isChanged || draft.isOvertaken}
              onClick={() => void button.save()}
              testId={button.id}
            >
              {t('save')}
            </LoadingButton>
          )}
          {draft.isChanged && <Text variant="microcopy">{t('part.unsaved')}</Text>}
        </Flex>
      </Flex>
    </Tile>
  );
}
