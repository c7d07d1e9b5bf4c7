import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { RecordView } from '../api/types.ts';
import { useAction } from '../hooks/useAction.ts';
import { useCard } from '../hooks/useCard.tsx';
import { Candidates } from './Candidates.tsx';

interface Props {
  view: Extract<RecordView, { state: 'not_linked' }>;
  changed: () => void;
  /** Another way back stands beside them. */
  isNotYet?: boolean;
}

/** Whom a person ruled out for this record, and both ways back: link one after all, or have all of them offered again. */
export function RefusedCustomers({ view: { refused, connections, canDecide }, changed, isNotYet = false }: Props) {
  const { t, api, format } = useCard();
  const { run, isRunning } = useAction();
  if (!refused) return null;
  const { customers, total, by, isByOne } = refused;
  const since = format.dayOf(refused.since);
  const rest = total - customers.length;
  const names = [
    ...customers.map(({ number, name }) => [number, name].filter(Boolean).join(' ')),
    ...(rest > 0 ? [t('refused.more', { count: rest })] : []),
  ].join('; ');
  const title = () => {
    if (isByOne && by) return t('refused.by', { by, since, names });
    if (total === 1) return t('refused.somebody', { since, names });
    return by ? t('refused.several.by', { count: total, by, since }) : t('refused.several', { count: total, since });
  };
  const offerAgain = async () => {
    if (await run(api.takeBackRefusals, t('refused.again.done', { count: total }))) changed();
  };
  return (
    <Flex direction="column" gap="sm">
      <Alert title={title()} variant="info">
        {t(!canDecide ? 'refused.told' : isNotYet ? 'refused.notYet' : 'refused.text', { count: total })}
      </Alert>
      <Candidates candidates={customers} connections={connections} canDecide={canDecide} changed={changed} />
      {rest > 0 && <Text variant="microcopy">{t(canDecide ? 'refused.rest' : 'refused.rest.notNamed', { count: rest })}</Text>}
      {canDecide && !isNotYet && (
        <Flex>
          <Button variant="secondary" size="sm" disabled={isRunning} onClick={() => void offerAgain()} testId="refused-again">
            {t('refused.again', { count: total })}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}
