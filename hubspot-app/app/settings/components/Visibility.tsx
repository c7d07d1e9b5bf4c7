import { useState } from 'react';
import { Alert, Flex, Text, TextArea, Toggle, ToggleGroup } from '@hubspot/ui-extensions';
import type { PortalDraft } from '../hooks/drafts.tsx';
import { useSettings } from '../hooks/useSettings.tsx';

/** Who sees amounts: everybody, or the people and teams named; and whether the properties beside the cards hold them. */
export function Amounts({ draft: { value, change } }: { draft: PortalDraft }) {
  const { t } = useSettings();
  const { amounts } = value;
  const some = amounts.visibleTo === 'some' ? amounts : { visibleTo: 'some' as const, userEmails: [], teamIds: [] };
  return (
    <Flex direction="column" gap="md">
      <ToggleGroup
        name="visibleTo"
        toggleType="radioButtonList"
        label={t('rules.amounts.visibleTo')}
        value={amounts.visibleTo}
        options={[
          { value: 'everybody', label: t('rules.amounts.everybody') },
          { value: 'some', label: t('rules.amounts.some') },
        ]}
        onChange={(to) => change({ amounts: to === 'some' ? some : { visibleTo: 'everybody' } })}
      />
      {amounts.visibleTo === 'some' && (
        <>
          <Emails
            name="userEmails"
            label={t('rules.amounts.emails')}
            emails={amounts.userEmails}
            change={(userEmails) => change({ amounts: { ...amounts, userEmails } })}
          />
          <Teams teamIds={amounts.teamIds} change={(teamIds) => change({ amounts: { ...amounts, teamIds } })} />
          {value.writesAmounts && (
            <Alert title={t('rules.amounts.exposed')} variant="warning">
              {t('rules.amounts.exposed.text')}
            </Alert>
          )}
        </>
      )}
      <Flex direction="column" gap="xs">
        <Toggle
          name="writesAmounts"
          size="sm"
          label={t('rules.amounts.inProperties')}
          checked={value.writesAmounts}
          onChange={(writesAmounts) => change({ writesAmounts })}
        />
        <Text variant="microcopy">{t('rules.amounts.inProperties.text')}</Text>
      </Flex>
    </Flex>
  );
}

function Teams({ teamIds, change }: { teamIds: number[]; change: (ids: number[]) => void }) {
  const { t, teams } = useSettings();
  const unnamed = teamIds
    .filter((id) => !teams.some((team) => team.id === id))
    .map((id) => ({ id, name: t('rules.amounts.team', { id: String(id) }) }));
  const options = [...teams, ...unnamed].map(({ id, name }) => ({ value: String(id), label: name }));
  if (options.length === 0) return null;
  return (
    <ToggleGroup
      name="teams"
      toggleType="checkboxList"
      label={t('rules.amounts.teams')}
      options={options}
      value={teamIds.map(String)}
      onChange={(ids) => change(ids.map(Number))}
    />
  );
}

export function Administrators({ draft: { value, change } }: { draft: PortalDraft }) {
  const { t } = useSettings();
  return (
    <Flex direction="column" gap="sm">
      <Text>{t('rules.administrators.text')}</Text>
      <Emails
        name="administrators"
        label={t('rules.amounts.emails')}
        emails={value.administrators}
        change={(administrators) => change({ administrators })}
      />
    </Flex>
  );
}

interface EmailsProps {
  name: string;
  label: string;
  emails: string[];
  change: (emails: string[]) => void;
}

/** One address per line. What is typed stays as typed; what is kept is the list. */
function Emails({ name, label, emails, change }: EmailsProps) {
  const [typed, setTyped] = useState(emails.join('\n'));
  const edit = (text: string) => {
    setTyped(text);
    change(
      text
        .split(/[\s,;]+/)
        .map((email) => email.trim().toLowerCase())
        .filter(Boolean),
    );
  };
  return <TextArea name={name} label={label} rows={4} resize="vertical" value={typed} onInput={edit} onChange={edit} />;
}
