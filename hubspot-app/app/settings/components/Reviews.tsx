import { useCallback } from 'react';
import { Button, Flex, Link, TableCell, TableRow, Tag, Text } from '@hubspot/ui-extensions';
import type { ReviewDecision } from '../api/endpoints.ts';
import type { Reviews as ReviewsPage } from '../api/types.ts';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { FailureAlert } from './Notices.tsx';
import { PagedTable } from './PagedTable.tsx';

type Review = ReviewsPage['reviews'][number];

/** Customers a person must decide on: link to one of those found, refuse one, or leave the customer out. */
export function Reviews() {
  const { api, t } = useSettings();
  const load = useCallback((page: number) => api.reviews(page), [api]);
  return (
    <PagedTable
      load={load}
      rowsOf={({ reviews }) => reviews}
      keyOf={({ connectionId, customerId, objectType }) => `${connectionId} ${customerId} ${objectType}`}
      title={t('review.title')}
      text={t('review.text')}
      columns={[t('review.customer'), t('review.candidates')]}
      none={<Text>{t('review.none')}</Text>}
    >
      {(review, again) => <Row review={review} changed={() => void again()} />}
    </PagedTable>
  );
}

/** One record that fits several customers is as undecided as several records that fit one. */
const foundOf = ({ state, candidates }: Review) =>
  state === 'ambiguous' && candidates.length === 1 ? 'review.shared' : (`review.${state}` as const);

function Row({ review, changed }: { review: Review; changed: () => void }) {
  const { t, api } = useSettings();
  const { run, isRunning, failure } = useAction();
  const { connectionId, customerId, objectType } = review;
  const decide = async (answer: ReviewDecision['answer'], recordId: string | null, success: string) => {
    if (await run(() => api.review({ connectionId, customerId, objectType, answer, recordId }), success)) changed();
  };
  return (
    <TableRow>
      <TableCell>
        <Flex direction="column" gap="xs">
          <Text format={{ fontWeight: 'bold' }}>{review.customerName}</Text>
          <Text variant="microcopy">{[review.customerNumber, t(`object.${objectType}`), ...review.facts].filter(Boolean).join(' · ')}</Text>
          <Flex direction="row" gap="xs" align="center">
            <Tag variant={review.state === 'ambiguous' ? 'warning' : 'default'}>{t(foundOf(review))}</Tag>
            <Button
              size="xs"
              variant="transparent"
              disabled={isRunning}
              onClick={() => void decide('ignore', null, t('review.ignored'))}
              testId={`ignore-${customerId}`}
            >
              {t('review.ignore')}
            </Button>
          </Flex>
        </Flex>
      </TableCell>
      <TableCell>
        <Flex direction="column" gap="sm">
          {review.candidates.length === 0 && <Text variant="microcopy">{t('review.unmatched.text')}</Text>}
          {review.candidates.map(({ recordId, name, rule, url }) => (
            <Flex key={recordId} direction="row" align="center" gap="sm" wrap>
              <Link href={{ url, external: true }}>{name ?? t('review.noName', { recordId })}</Link>
              <Text variant="microcopy">{t(`rule.${rule as 'tax_id'}`)}</Text>
              <Button
                size="xs"
                disabled={isRunning}
                onClick={() => void decide('link', recordId, t('review.linked'))}
                testId={`link-${recordId}`}
              >
                {t('review.link')}
              </Button>
              <Button
                size="xs"
                variant="transparent"
                disabled={isRunning}
                onClick={() => void decide('not_this', recordId, t('done'))}
                testId={`not-${recordId}`}
              >
                {t('review.notThis')}
              </Button>
            </Flex>
          ))}
          <FailureAlert failure={failure} />
        </Flex>
      </TableCell>
    </TableRow>
  );
}
