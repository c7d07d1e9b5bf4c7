import type { ReactNode } from 'react';
import { DescriptionList, DescriptionListItem, Flex, LoadingButton, StatusTag, Text } from '@hubspot/ui-extensions';
import type { CreationOffer as Offer } from '../api/customers.ts';
import type { Candidate, RecordView } from '../api/types.ts';
import { erpFieldLabel, erpValueLabel } from '../common/erp-fields.ts';
import { useAction } from '../hooks/useAction.ts';
import { useCard } from '../hooks/useCard.tsx';
import { useCreation } from '../hooks/useCreation.ts';
import { Candidates } from './Candidates.tsx';
import { countryLabel } from './country-label.ts';
import { CutText, useValueWords } from './CutText.tsx';
import { Findings } from './Findings.tsx';
import { KnownCustomers } from './KnownCustomers.tsx';

interface Props {
  offer: Offer;
  view: Extract<RecordView, { state: 'linked' | 'not_linked' }>;
  canDecide: boolean;
  changed: () => void;
  /** Asked already: the step a person can take, if any, stands with the command, and so does what stops it. */
  isAsked: boolean;
  toldAlready: string | null;
}

/** What the ERP would get, before anything exists: what is missing, what is odd, and who may be it already. */
export function CreationOffer({ offer, view, canDecide, changed, isAsked, toldAlready }: Props) {
  const { t } = useCard();
  const { connectionName: name, contactPersonOf: organisation, values, warnings, alike } = offer;
  const missing = offer.missing.filter(({ code }) => code !== toldAlready);
  const candidates = view.state === 'not_linked' ? view.candidates : [];
  const isDoubtful = alike.length + candidates.length > 0 || (view.state === 'not_linked' && view.refused !== null);
  return (
    <Flex direction="column" gap="sm">
      <Text>
        {isAsked ? t('create.asked', { name }) : organisation ? t('create.person', { name, organisation }) : t('create.customer', { name })}
      </Text>
      <Values values={values} />
      <Findings notices={missing} variant="warning" title={t('create.missing', { count: missing.length })} />
      <Findings notices={warnings} variant="info" title={t('create.warnings', { count: warnings.length })} />
      <Alike alike={alike} shown={candidates}>
        <Candidates candidates={notIn(candidates, alike)} connections={view.connections} canDecide={canDecide} changed={changed} />
      </Alike>
      {canDecide && !isAsked && <Create offer={offer} view={view} isMain={!isDoubtful} changed={changed} />}
    </Flex>
  );
}

/** In every ERP the name of such a field says so. */
const isCountry = (field: string): boolean => /country/i.test(field);

function Values({ values }: Pick<Offer, 'values'>) {
  const { language, t } = useCard();
  const words = useValueWords();
  return (
    <DescriptionList direction="row">
      {values.map(({ field, label, value: given, isRefused }) => {
        const value = isCountry(field) ? countryLabel(given, language) : erpValueLabel(given, language);
        return (
          <DescriptionListItem key={field} label={erpFieldLabel(label, language)}>
            {isRefused && <StatusTag variant="warning">{t('create.refused')}</StatusTag>}
            <CutText short={words.bare(value, 'cut')} whole={words.bare(value, 'whole')} />
          </DescriptionListItem>
        );
      })}
    </DescriptionList>
  );
}

/** Linking one that is there is better than a second one; those that stand above already are not repeated. */
function Alike({ alike, shown, children }: { alike: Candidate[]; shown: Candidate[]; children: ReactNode }) {
  const { t } = useCard();
  if (alike.length === 0) return null;
  const isAllAbove = notIn(shown, alike).length === 0;
  return (
    <Flex direction="column" gap="xs">
      <Text format={{ fontWeight: 'demibold' }}>{t(isAllAbove ? 'create.alike.above' : 'create.alike', { count: alike.length })}</Text>
      {!isAllAbove && children}
    </Flex>
  );
}

const notIn = (shown: Candidate[], alike: Candidate[]): Candidate[] =>
  alike.filter(({ connectionId, customerId }) => !shown.some((one) => one.connectionId === connectionId && one.customerId === customerId));

type CreateProps = Pick<Props, 'offer' | 'view' | 'changed'> & { isMain: boolean };

function Create({ offer, view, isMain, changed }: CreateProps) {
  const { t } = useCard();
  const { run, isRunning } = useAction();
  const { connectionId, connectionName, contactPersonOf, missing } = offer;
  const isStopped = missing.length > 0;
  const creation = useCreation({ connectionId, connectionName }, async (action, success) => {
    await run(action, success);
    changed();
  });
  if (creation.known.length > 0) {
    const linking = { connections: view.connections, changed };
    return <KnownCustomers {...{ connectionId, connectionName, creation, isRunning, linking }} />;
  }
  return (
    <Flex direction="row" align="center" gap="sm" wrap>
      <LoadingButton
        variant={isMain ? 'primary' : 'secondary'}
        size="sm"
        loading={isRunning}
        disabled={isStopped}
        onClick={() => void creation.create([])}
        testId={`create-${connectionId}`}
      >
        {t(contactPersonOf ? 'create.button.person' : 'create.button.customer')}
      </LoadingButton>
      {isStopped && <Text variant="microcopy">{t('create.stopped')}</Text>}
    </Flex>
  );
}
