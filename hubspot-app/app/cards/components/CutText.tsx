import { useState } from 'react';
import { Button, Flex, Text } from '@hubspot/ui-extensions';
import { cutValue } from '../common/change-text.ts';
import { unbrokenNumber } from '../common/format.ts';
import { useCard } from '../hooks/useCard.tsx';

/** What is cut can be seen whole where it stands, with the keyboard too. */
export function CutText({ short, whole }: { short: string; whole: string }) {
  const { t } = useCard();
  const [isWhole, setWhole] = useState(false);
  if (short === whole) return <Text>{whole}</Text>;
  return (
    <Flex direction="column" gap="xs">
      <Text>{isWhole ? whole : short}</Text>
      <Flex>
        <Button size="xs" variant="transparent" onClick={() => setWhole((before) => !before)}>
          {t(isWhole ? 'value.cut' : 'value.whole')}
        </Button>
      </Flex>
    </Flex>
  );
}

export type Length = 'cut' | 'whole';

/** Values of fields in words: that one is empty is said. */
export function useValueWords() {
  const { t } = useCard();
  return valueWords(t);
}

export function valueWords(t: ReturnType<typeof useCard>['t']) {
  const bare = (value: string | null, length: Length): string => (value ? cut(value, length) : t('value.empty'));
  /** Within a sentence. */
  const quoted = (value: string | null, length: Length): string =>
    value ? t('value.quoted', { value: cut(value, length) }) : t('value.empty');
  return { bare, quoted };
}

const cut = (value: string, length: Length): string => (length === 'whole' ? unbrokenNumber(value) : cutValue(value));
