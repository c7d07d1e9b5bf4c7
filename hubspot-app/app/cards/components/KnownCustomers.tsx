import { Alert, Button, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import type { Candidate, Connection } from '../api/types.ts';
import { taxIdKind } from '../common/tax-id-forms.ts';
import { useCard } from '../hooks/useCard.tsx';
import type { Creation } from '../hooks/useCreation.ts';
import { Candidates } from './Candidates.tsx';

interface Props {
  connectionId: string;
  connectionName: string;
  creation: Creation;
  isRunning: boolean;
  /** Null: on a deal, where the company or contact that buys is linked on its own card. */
  linking: { connections: Connection[]; changed: () => void } | null;
}

/** Whom the ERP has already: one of them is linked, or another one is created all the same. */
export function KnownCustomers({ connectionId, connectionName: name, creation: { known, create, forget }, isRunning, linking }: Props) {
  const { t, language } = useCard();
  if (known.length === 0) return null;
  const customers = known.map((customer) => [customer.number, customer.name].filter(Boolean).join(' ')).join('; ');
  const kind = taxIdKind(known.find(({ reason }) => reason === 'tax_id')?.taxId ?? null, language);
  return (
    <Flex direction="column" gap="sm">
      <Alert title={t(titleOf(known), { name, customers, kind, count: known.length })} variant="warning">
        {t(linking ? 'create.known.text' : 'create.known.onDeal')}
      </Alert>
      <Candidates
        candidates={known}
        connections={linking?.connections ?? []}
        canDecide={linking !== null}
        canRefuse={false}
        changed={linking?.changed ?? forget}
      />
      <Flex direction="row" align="center" gap="sm" wrap>
        <LoadingButton
          variant="secondary"
          size="sm"
          loading={isRunning}
          onClick={() => void create(known)}
          testId={`create-all-the-same-${connectionId}`}
        >
          {t('create.known.create')}
        </LoadingButton>
        <Button variant="transparent" size="sm" disabled={isRunning} onClick={forget} testId={`not-created-${connectionId}`}>
          {t('create.known.leave')}
        </Button>
      </Flex>
      <Text variant="microcopy">{t('create.known.refuses')}</Text>
    </Flex>
  );
}

function titleOf(known: readonly Candidate[]) {
  if (known.every(({ reason }) => reason === 'tax_id')) return 'create.known.tax_id';
  if (known.every(({ reason }) => reason === 'email')) return 'create.known.email';
  return known.some(({ reason }) => reason === 'domain') ? 'create.known.alike' : 'create.known.both';
}
