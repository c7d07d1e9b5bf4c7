import { Accordion, Flex, Link, StatusTag, Text } from '@hubspot/ui-extensions';
import type { DealOrderState, OrderCommand } from '../../api/orders.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { Asked } from '../CommandProgress.tsx';
import { commandLooks, commandTexts, explainOnCard, isForApprovers, isSameNotice, standingCommands } from './deal-steps.ts';

/** What was asked of the ERP and is not done: the same for everybody who looks. */
export function Commands({ deal }: { deal: DealOrderState }) {
  const standing = standingCommands(deal.commands);
  return (
    <>
      <Waiting deal={deal} said={standing} />
      {standing.map((command) => (
        <Command key={command.key} command={command} deal={deal} />
      ))}
    </>
  );
}

/** One sentence, unless a command says the same. */
function Waiting({ deal, said }: { deal: DealOrderState; said: OrderCommand[] }) {
  const words = useCard();
  const { waiting, status } = deal;
  const isSaid = waiting === null || said.some(({ reasons }) => reasons.some((reason) => isSameNotice(reason, waiting)));
  const shown = isSaid ? null : explainOnCard(deal, words)(waiting);
  const isForApproval = status === 'waiting_approval' && !said.some(waitsForApproval);
  if (!shown && !isForApproval) return null;
  return (
    <Flex direction="column" gap="flush">
      {shown && <Text>{shown.what}</Text>}
      {shown && <Text variant="microcopy">{shown.todo}</Text>}
      {isForApproval && <Approvers deal={deal} />}
    </Flex>
  );
}

const waitsForApproval = ({ reasons }: OrderCommand): boolean => reasons.some(isForApprovers);

function Approvers({ deal: { approvers } }: { deal: DealOrderState }) {
  const { t } = useCard();
  if (approvers.length === 0) return null;
  return <Text variant="microcopy">{t('approval.by', { people: approvers.join(', '), count: approvers.length })}</Text>;
}

function Command({ command, deal }: { command: OrderCommand; deal: DealOrderState }) {
  const words = useCard();
  const { t } = words;
  const { connectionName, status } = deal;
  return (
    <Flex direction="column" gap="xs">
      <Flex direction="row" align="center" gap="xs" wrap>
        <Text format={{ fontWeight: 'demibold' }}>{t(`command.${command.name}`)}</Text>
        {commandLooks(command, status, words).map(({ text, ...look }, index) => (
          // The arrow stays with what it leads to, wherever the line breaks.
          <Flex key={text} direction="row" align="center" gap="xs">
            {index > 0 && <Text inline>→</Text>}
            <StatusTag {...look} testId={`command-${command.name}-${index}`}>
              {text}
            </StatusTag>
          </Flex>
        ))}
        <Made made={command.made} />
      </Flex>
      {commandTexts(command, connectionName, { ...words, explain: explainOnCard(deal, words) }).map(({ what, todo }, index) => (
        <Flex key={index} direction="column" gap="flush">
          <Text>{what}</Text>
          {todo && <Text variant="microcopy">{todo}</Text>}
        </Flex>
      ))}
      {waitsForApproval(command) && <Approvers deal={deal} />}
      <Asked command={command} />
      <Decided command={command} />
    </Flex>
  );
}

/** Who agreed to it, or did not, and when. */
function Decided({ command: { decisions } }: { command: OrderCommand }) {
  const { t, format } = useCard();
  return (
    <>
      {decisions.map(({ what, by, at }) => (
        <Text key={what} variant="microcopy">
          {t(`decided.${what}`, { by: by ?? t('asked.somebody'), at: format.moment(at) })}
        </Text>
      ))}
    </>
  );
}

function Made({ made }: Pick<OrderCommand, 'made'>) {
  const { t } = useCard();
  if (!made) return null;
  const text = made.number ?? t('orders.noNumber');
  return (
    <Text inline format={{ fontWeight: 'demibold' }}>
      {made.url ? <Link href={{ url: made.url, external: true }}>{text}</Link> : text}
    </Text>
  );
}

/** What came to its end: below the buttons about what stands. */
export function EarlierCommands({ deal }: { deal: DealOrderState }) {
  const { t } = useCard();
  const standing = standingCommands(deal.commands);
  const commands = deal.commands.filter((command) => !standing.includes(command));
  if (commands.length === 0) return null;
  return (
    <Accordion title={t('command.history')} size="xs">
      <Flex direction="column" gap="sm">
        {commands.map((command) => (
          <Past key={command.key} command={command} deal={deal} />
        ))}
      </Flex>
    </Accordion>
  );
}

function Past({ command, deal: { status } }: { command: OrderCommand; deal: DealOrderState }) {
  const words = useCard();
  const { t } = words;
  const last = commandLooks(command, status, words).at(-1);
  return (
    <Flex direction="column" gap="flush">
      <Flex direction="row" gap="xs" wrap>
        <Text>{[t(`command.${command.name}`), last?.text].join(' → ')}</Text>
        <Made made={command.made} />
      </Flex>
      <Asked command={command} />
      <Decided command={command} />
    </Flex>
  );
}
