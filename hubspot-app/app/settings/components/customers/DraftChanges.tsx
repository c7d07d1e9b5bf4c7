import { Flex, List, Text } from '@hubspot/ui-extensions';
import type { Offered } from '../../hooks/customers.ts';
import { useDeletionSentences, useRuleChanges } from '../../hooks/rule-changes.ts';
import { useSettings } from '../../hooks/useSettings.tsx';

/** What the draft changes of what is live, and what it does that no dry run shows: what is archived when the other side deletes. */
export function DraftChanges({ view }: { view: Offered }) {
  const { t } = useSettings();
  const changesOf = useRuleChanges(view);
  const deletionsOf = useDeletionSentences();
  const { rules, live, isDraft } = view;
  const changes = live && isDraft ? changesOf(live, rules) : [];
  // What is new among them is told above.
  const deletions = deletionsOf(rules).filter((sentence) => !changes.includes(sentence));
  return (
    <Flex direction="column" gap="xs">
      <Sentences title={t('customers.diff.title')} sentences={changes} />
      <Sentences title={t('customers.diff.deletions')} sentences={deletions} />
    </Flex>
  );
}

function Sentences({ title, sentences }: { title: string; sentences: string[] }) {
  if (sentences.length === 0) return null;
  return (
    <Flex direction="column" gap="flush">
      <Text format={{ fontWeight: 'demibold' }}>{title}</Text>
      <List variant="unordered-styled">
        {sentences.map((sentence) => (
          <Text key={sentence}>{sentence}</Text>
        ))}
      </List>
    </Flex>
  );
}
