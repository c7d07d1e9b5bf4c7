import type { ReactNode } from 'react';
import { Button, Flex, Link, LoadingButton, StatusTag, Text } from '@hubspot/ui-extensions';
import type { CardCommand } from '../api/customers.ts';
import type { Candidate, Connection } from '../api/types.ts';
import { useAction } from '../hooks/useAction.ts';
import { useCard } from '../hooks/useCard.tsx';
import { useCreation } from '../hooks/useCreation.ts';
import { KnownCustomers } from './KnownCustomers.tsx';
import { canLeave, canRetry, commandText, needsReview, stepLooks } from './command-look.ts';

/** What was asked of an ERP and how far it is: the same for everybody who looks. */
export function CommandProgress({ command }: { command: CardCommand }) {
  const words = useCard();
  const { what, todo } = commandText(command, words);
  return (
    <Flex direction="column" gap="xs">
      <Steps command={command} />
      <Text>{what}</Text>
      {todo && <Text variant="microcopy">{todo}</Text>}
      <Asked command={command} />
    </Flex>
  );
}

function Steps({ command }: { command: CardCommand }) {
  const words = useCard();
  return (
    <Flex direction="row" align="center" gap="xs" wrap>
      {stepLooks(command, words).map(({ text, ...look }, index) => (
        <Step key={text} isFirst={index === 0}>
          <StatusTag {...look} testId={`step-${command.connectionId}-${index}`}>
            {text}
          </StatusTag>
        </Step>
      ))}
      {command.made && (
        <Step isFirst={false}>
          <Made made={command.made} />
        </Step>
      )}
    </Flex>
  );
}

/** The arrow stays with what it leads to, wherever the line breaks. */
function Step({ isFirst, children }: { isFirst: boolean; children: ReactNode }) {
  return (
    <Flex direction="row" align="center" gap="xs">
      {!isFirst && <Text inline>→</Text>}
      {children}
    </Flex>
  );
}

function Made({ made: { number, url } }: { made: NonNullable<CardCommand['made']> }) {
  const { t } = useCard();
  const text = number ?? t('asked.noNumber');
  return (
    <Text inline format={{ fontWeight: 'bold' }}>
      {url ? <Link href={{ url, external: true }}>{text}</Link> : text}
    </Text>
  );
}

export function Asked({ command: { askedBy, askedAt } }: { command: Pick<CardCommand, 'askedBy' | 'askedAt'> }) {
  const { t, format } = useCard();
  const at = format.moment(askedAt);
  const text =
    askedBy.kind === 'person' ? t('asked.person', { by: askedBy.name ?? t('asked.somebody'), at }) : t(`asked.${askedBy.kind}`, { at });
  return <Text variant="microcopy">{text}</Text>;
}

interface NextStepProps {
  command: CardCommand;
  /** Customers that stand beside it, of which it may be one. */
  alike: readonly Candidate[];
  connections: Connection[];
  changed: () => void;
}

/** The steps a person can take, where there are any: to have it tried, and to have it let be. */
export function NextStep({ command, alike, connections, changed }: NextStepProps) {
  const { t, api } = useCard();
  const { run, isRunning } = useAction();
  const creation = useCreation(command, async (action, success) => {
    await run(action, success);
    changed();
  });
  const isNew = needsReview(command);
  const isTriable = isNew || canRetry(command);
  if (!isTriable && !canLeave(command)) return null;
  const { connectionId, connectionName, key } = command;
  if (creation.known.length > 0)
    return <KnownCustomers {...{ connectionId, connectionName, creation, isRunning }} linking={{ connections, changed }} />;
  const retry = async () => {
    await run(() => api.retryCommand(key), t('asked.again', { name: connectionName }));
    changed();
  };
  const leave = async () => {
    await run(() => api.leaveCustomer(key), t('asked.left', { name: connectionName }));
    changed();
  };
  return (
    <Flex direction="row" gap="sm" wrap>
      {isTriable && (
        <LoadingButton
          variant="secondary"
          size="sm"
          loading={isRunning}
          onClick={() => void (isNew ? creation.create(alike) : retry())}
          testId={`retry-${connectionId}`}
        >
          {t(isNew ? 'asked.isNew' : 'retry')}
        </LoadingButton>
      )}
      {canLeave(command) && (
        <Button variant="transparent" size="sm" disabled={isRunning} onClick={() => void leave()} testId={`leave-${connectionId}`}>
          {t('asked.leave')}
        </Button>
      )}
    </Flex>
  );
}
