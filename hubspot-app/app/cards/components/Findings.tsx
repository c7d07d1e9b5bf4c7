import { Alert, Flex, Text } from '@hubspot/ui-extensions';
import type { Notice } from '../api/types.ts';
import { useCard } from '../hooks/useCard.tsx';

interface Props {
  notices: Notice[];
  variant: 'danger' | 'warning' | 'info';
  title: string;
}

/** Several things under one heading, each with what can be done. */
export function Findings({ notices, variant, title }: Props) {
  if (notices.length === 0) return null;
  return (
    <Alert title={title} variant={variant}>
      <Explained notices={notices} />
    </Alert>
  );
}

/** What happened and what can be done, one under the other. */
export function Explained({ notices }: { notices: Notice[] }) {
  const { explain } = useCard();
  return (
    <Flex direction="column" gap="xs">
      {notices.map((notice, index) => {
        const { what, todo } = explain(notice);
        return (
          <Flex key={index} direction="column" gap="flush">
            <Text>{what}</Text>
            <Text variant="microcopy">{todo}</Text>
          </Flex>
        );
      })}
    </Flex>
  );
}
