import { useCallback } from 'react';
import {
  Alert,
  Button,
  DescriptionList,
  DescriptionListItem,
  Flex,
  Heading,
  LoadingButton,
  LoadingSpinner,
  Text,
} from '@hubspot/ui-extensions';
import type { ConnectionView, Preview as PreviewData, SettingsOverview } from '../api/types.ts';
import { useLoaded } from '../common/loaded.ts';
import { useEvery } from '../common/timers.ts';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { Figures } from './Figures.tsx';
import { GoLive } from './GoLive.tsx';
import { ToTab } from './Health.tsx';
import { propertyInWords } from '../i18n/properties.ts';
import { Failed, FailureAlert, NoticeAlert } from './Notices.tsx';
import { Samples } from './Samples.tsx';
import { estimateInWords } from './customers/estimate.ts';

interface Props {
  connection: ConnectionView;
  overview: SettingsOverview;
  changed: () => void;
  toReview: () => void;
  toRules: () => void;
  toCustomers: () => void;
}

/** What the first write would do, computed by the code that will write; and the button that lets it. */
export function Preview({ connection, overview, changed, toReview, toRules, toCustomers }: Props) {
  const { api, t, refreshSeconds } = useSettings();
  const load = useCallback(() => api.preview(connection.id), [api, connection.id]);
  const { state, reload } = useLoaded(load);
  useEvery(refreshSeconds * 3, reload);
  const { run, isRunning, failure } = useAction();
  if (state.status === 'loading') return <LoadingSpinner label={t('loading')} showLabel />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  const approve = async () => {
    if (await run(() => api.approve(connection.id), t('preview.approved'))) changed();
  };
  const preview = state.data;
  return (
    <Flex direction="column" gap="md">
      <Heading>{t('preview.title')}</Heading>
      <Text>{t('preview.text')}</Text>
      <Flex direction="row" gap="sm" wrap>
        <Button size="sm" onClick={toRules} testId="to-rules">
          {t('preview.toRules')}
        </Button>
        <Button size="sm" onClick={toCustomers} testId="to-customers">
          {t('preview.toCustomers')}
        </Button>
      </Flex>
      {!preview.isComplete && <Alert title={t('preview.incomplete')} variant="info" />}
      <Counts preview={preview} toReview={toReview} />
      <TaxIdProposal overview={overview} changed={changed} />
      <Warnings warnings={preview.warnings} propertyWords={preview.propertyWords} />
      <Facts preview={preview} />
      {preview.samples.length > 0 && <Samples preview={preview} />}
      <GoLive connection={connection} changed={changed} />
      <FailureAlert failure={failure} />
      <Flex>
        <LoadingButton variant="primary" loading={isRunning} disabled={!preview.isComplete} onClick={() => void approve()} testId="approve">
          {t('preview.approve')}
        </LoadingButton>
      </Flex>
    </Flex>
  );
}

function Counts({ preview: { customers }, toReview }: { preview: PreviewData; toReview: () => void }) {
  const { t, format } = useSettings();
  const linked = Object.values(customers.linkedBy).reduce((sum, count) => sum + count, 0);
  const toDecide = (testId: string) => <ToTab tab="review" toTab={toReview} testId={testId} />;
  return (
    <Flex direction="column" gap="xs">
      <Figures
        figures={[
          { label: t('preview.customers'), number: format.number(customers.total) },
          { label: t('preview.linked'), number: format.number(linked) },
          {
            label: t('preview.ambiguous'),
            number: format.number(customers.ambiguous),
            more: customers.ambiguous > 0 && toDecide('to-review'),
          },
          {
            label: t('preview.unmatched'),
            number: format.number(customers.unmatched),
            more: customers.unmatched > 0 && toDecide('to-unmatched'),
          },
          ...(customers.deleted > 0
            ? [
                {
                  label: t('preview.deleted'),
                  number: format.number(customers.deleted),
                  more: toDecide('to-deleted'),
                },
              ]
            : []),
        ]}
      />
      {customers.unmatched > 0 && <Text variant="microcopy">{t('preview.unmatched.text')}</Text>}
    </Flex>
  );
}

/** The surest way to find customers is off until somebody names the property; one that looks right is a click away. */
function TaxIdProposal({ overview: { portal, taxIdProperties }, changed }: Pick<Props, 'overview' | 'changed'>) {
  const { t, api } = useSettings();
  const { run, isRunning, failure } = useAction();
  const proposed = taxIdProperties.companies.find(({ isProposed }) => isProposed);
  if (portal.taxIdProperty.companies !== null || !proposed) return null;
  const { name, label } = proposed;
  const use = async () => {
    if (
      await run(
        () => api.savePortal({ taxIdProperty: { ...portal.taxIdProperty, companies: name } }, { taxIdProperty: portal.taxIdProperty }),
        t('saved'),
      )
    )
      changed();
  };
  return (
    <Alert title={t('preview.taxId')} variant="tip">
      <Flex direction="column" gap="sm">
        <Text>{t('preview.taxId.text', { label })}</Text>
        <Flex>
          <Button size="sm" disabled={isRunning} onClick={() => void use()} testId="use-tax-id">
            {t('preview.taxId.use', { label })}
          </Button>
        </Flex>
        <FailureAlert failure={failure} />
      </Flex>
    </Alert>
  );
}

/** A property in the words HubSpot shows it in. */
function Warnings({ warnings, propertyWords }: Pick<PreviewData, 'warnings' | 'propertyWords'>) {
  const settings = useSettings();
  const wordsOf = ({ params: { property: name, value, count } }: PreviewData['warnings'][number]) => ({
    ...(typeof name === 'string' && propertyInWords(settings, propertyWords[name], { name, value: String(value ?? '') })),
    records: settings.t('records.hubspot', { count }),
  });
  return (
    <>
      {warnings.map((warning, index) => (
        <NoticeAlert key={index} notice={{ ...warning, params: { ...warning.params, ...wordsOf(warning) } }} />
      ))}
    </>
  );
}

function Facts({ preview }: { preview: PreviewData }) {
  const { t, format } = useSettings();
  const { customers, records, estimate, properties, customersWithoutContact } = preview;
  const missing = properties.filter(({ state }) => state === 'missing').length;
  return (
    <Flex direction="column" gap="sm">
      <DescriptionList direction="row">
        {Object.entries(customers.linkedBy)
          .filter(([, count]) => count > 0)
          .map(([rule, count]) => (
            <Fact key={rule} label={t(`rule.${rule as keyof typeof customers.linkedBy}`)} value={format.number(count)} />
          ))}
        {customers.toCreate > 0 && <Fact label={t('preview.toCreate')} value={format.number(customers.toCreate)} />}
        <Fact label={t('preview.records')} value={t('preview.records.text', records)} />
        {missing > 0 && <Fact label={t('preview.properties')} value={t('preview.properties.text', { count: missing })} />}
        <Fact label={t('preview.estimate')} value={t('preview.estimate.text', estimateInWords(estimate, t))} />
      </DescriptionList>
      {customersWithoutContact > 0 && <Text variant="microcopy">{t('preview.withoutContact', { count: customersWithoutContact })}</Text>}
    </Flex>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <DescriptionListItem label={label}>
      <Text>{value}</Text>
    </DescriptionListItem>
  );
}
