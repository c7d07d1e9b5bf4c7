import type { ReactNode } from 'react';
import { Flex, Heading, LoadingButton, Tile } from '@hubspot/ui-extensions';
import type { PortalSettings, SettingsOverview } from '../api/types.ts';
import { useAction, useDraft, useSettings, type PortalDraft } from '../hooks/useSettings.tsx';
import { Amounts, Administrators } from './Visibility.tsx';
import { Matching } from './Matching.tsx';
import { FailureAlert } from './Notices.tsx';
import { Times } from './Times.tsx';

/** The portal's rules: matching, workflows, who sees amounts, who may change settings. Each part is saved by itself. */
export function Rules({ overview, changed }: { overview: SettingsOverview; changed: () => Promise<unknown> }) {
  const { t } = useSettings();
  const { portal, taxIdProperties } = overview;
  return (
    <Flex direction="column" gap="md">
      <Part title={t('rules.matching')} saved={portal} changed={changed} name="matching">
        {(draft) => <Matching draft={draft} choices={taxIdProperties} />}
      </Part>
      <Part title={t('rules.times')} saved={portal} changed={changed} name="times">
        {(draft) => <Times draft={draft} />}
      </Part>
      <Part title={t('rules.amounts')} saved={portal} changed={changed} name="amounts">
        {(draft) => <Amounts draft={draft} />}
      </Part>
      <Part title={t('rules.administrators')} saved={portal} changed={changed} name="administrators">
        {(draft) => <Administrators draft={draft} />}
      </Part>
    </Flex>
  );
}

interface PartProps {
  title: string;
  name: string;
  saved: PortalSettings;
  changed: () => Promise<unknown>;
  children: (draft: PortalDraft) => ReactNode;
}

/** One part of the settings with its own draft and its own button. */
function Part({ title, name, saved, changed, children }: PartProps) {
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
